// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_rope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "transformer/model.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::formats::hf {

namespace {

using util::JsonReader;

constexpr double kLargest = 1e12;
constexpr double kSmallest = 1e-6;
constexpr std::string_view kOriginal = "original_max_position_embeddings";

enum class Kind : std::uint8_t { standard, linear, dynamic, llama3, yarn, longrope, su, mrope };
constexpr auto kKindNames =
    util::enum_names<Kind>("default", "linear", "dynamic", "llama3", "yarn", "longrope", "su", "mrope");

std::string_view name_of(RopeLayers layers) {
  return layers == RopeLayers::full ? "full_attention" : "sliding_attention";
}

bool is_empty_object(const boost::json::value* value) {
  return value != nullptr && value->is_object() && value->get_object().empty();
}

/// The object of these layers below rope_parameters.
std::optional<JsonReader> parameters(JsonReader& r, RopeLayers layers, bool shared) {
  std::optional<JsonReader> all = r.optional_object("rope_parameters");
  if (!all || is_empty_object(r.find("rope_parameters"))) {
    return std::nullopt;
  }
  if (!all->has(name_of(RopeLayers::full)) && !all->has(name_of(RopeLayers::sliding))) {
    if (!shared) {
      r.fail("rope_parameters", "expected an object each for full_attention and sliding_attention, found one for both");
    }
    return all;
  }
  JsonReader own = all->object(name_of(layers));
  all->ignore(name_of(RopeLayers::full));
  all->ignore(name_of(RopeLayers::sliding));
  all->finish();
  return own;
}

/// The object that says how these layers rotate, in the newer spelling or the older one.
/// `shared`: what is said once holds for every layer.
std::optional<JsonReader> own_object(JsonReader& r, RopeLayers layers, bool shared) {
  std::optional<JsonReader> now = parameters(r, layers, shared);
  std::optional<JsonReader> before = r.optional_object("rope_scaling");
  if (!before || is_empty_object(r.find("rope_scaling"))) {
    return now;
  }
  if (now && *r.find("rope_scaling") != *r.find("rope_parameters")) {
    r.fail("rope_scaling", "expected rope_parameters or rope_scaling, found both, and they differ");
  }
  return now ? std::move(now) : shared ? std::move(before) : std::nullopt;
}

/// Keys that may stand beside the rotation's object or in it.
std::optional<double> number_of(std::optional<JsonReader>& own, JsonReader& r, std::string_view key,
                                std::string_view beside, double min, double max) {
  const std::optional<double> outer = r.optional_number(beside, min, max);
  return own && own->has(key) ? own->number(key, min, max) : outer;
}

/// The rotation of one kind of layers, as its object says.
class Reader {
 public:
  Reader(JsonReader& top, JsonReader own, double base, std::int64_t size)
      : top_(top), own_(std::move(own)), base_(base), size_(size) {}

  Rope read() {
    rope_.frequencies = transformer::rotary_frequencies(static_cast<float>(base_), size_);
    own_.ignore("rope_theta");
    own_.ignore("partial_rotary_factor");
    switch (kind()) {
      case Kind::standard:
      case Kind::mrope:  // the same three positions for every token of a text
        own_.ignore("mrope_section");
        own_.ignore("mrope_interleaved");
        break;
      case Kind::linear:
        divide(own_.number("factor", kSmallest, kLargest));
        own_.ignore(kOriginal);  // how it was trained; a linear scaling does not ask
        break;
      case Kind::dynamic:
        (void)own_.number("factor", 1, kLargest);  // stretches texts beyond max_position_embeddings; those are refused
        break;
      case Kind::llama3:
        stretch();
        break;
      case Kind::yarn:
        yarn();
        break;
      case Kind::longrope:
      case Kind::su:
        longrope();
        break;
    }
    own_.finish();
    return std::move(rope_);
  }

 private:
  Kind kind() {
    const bool both = own_.has("rope_type") && own_.has("type");
    if (both && own_.string("rope_type") != own_.string("type")) {
      own_.fail("type", fmt::format("expected '{}' as in rope_type, found '{}'", own_.string("rope_type"),
                                    own_.string("type")));
    }
    own_.ignore("type");
    own_.ignore("rope_type");
    if (!own_.has("rope_type") && !own_.has("type")) {
      return Kind::standard;
    }
    const auto kind = own_.choice(own_.has("rope_type") ? "rope_type" : "type", kKindNames);
    const bool phi3 = top_.optional_string("model_type") == "phi3";  // said "su", then "yarn", for what is longrope
    return kind == Kind::yarn && phi3 ? Kind::longrope : kind;
  }

  void divide(double factor) {
    std::ranges::for_each(rope_.frequencies, [factor](float& f) { f /= static_cast<float>(factor); });
  }

  /// The length the model was trained for; a key beside the object comes first.
  std::optional<std::int64_t> original() {
    const auto inner = own_.optional_integer(kOriginal, 2);
    const auto outer = top_.optional_integer(kOriginal, 2);
    return outer ? outer : inner;
  }

  std::int64_t required_original() {
    const auto length = original();
    return length ? *length : own_.integer(kOriginal, 2);  // says that it is missing
  }

  std::int64_t longest() { return top_.integer("max_position_embeddings", 1); }

  void stretch();
  void yarn();
  void longrope();
  [[nodiscard]] double pair_of(double turns, double length) const;

  JsonReader& top_;
  JsonReader own_;
  double base_;
  std::int64_t size_;
  Rope rope_;
};

/// Llama 3.1's stretching of slow rotations to longer texts: wavelengths above original / low_freq_factor are divided
/// by `factor`, those below original / high_freq_factor stay, with a linear passage between.
void Reader::stretch() {
  const double factor = own_.number("factor", 1, kLargest);
  const double low = own_.number("low_freq_factor", kSmallest, kLargest);
  const double high = own_.number("high_freq_factor", kSmallest, kLargest);
  const auto length = static_cast<double>(required_original());
  if (high <= low) {
    own_.fail("high_freq_factor", fmt::format("expected more than low_freq_factor = {}, found {}", low, high));
  }
  for (float& f : rope_.frequencies) {
    const double turns = length * double{f} / (2 * std::numbers::pi);
    const double smooth = (turns - low) / (high - low);
    if (turns < low) {
      f = static_cast<float>(f / factor);
    } else if (turns < high) {
      f = static_cast<float>((1 - smooth) * f / factor + smooth * f);
    }
  }
}

/// The (fractional) index of the pair that turns so often over a text of this length.
double Reader::pair_of(double turns, double length) const {
  return static_cast<double>(size_) * std::log(length / (turns * 2 * std::numbers::pi)) / (2 * std::log(base_));
}

/// YaRN: pairs that turn more than beta_fast times over the trained length stay, those below beta_slow are divided by
/// `factor`, with a linear passage between; and the rotated elements are scaled.
void Reader::yarn() {
  const double factor = own_.number("factor", 1, kLargest);
  const double fast = own_.optional_number("beta_fast", kSmallest, kLargest).value_or(32);
  const double slow = own_.optional_number("beta_slow", kSmallest, kLargest).value_or(1);
  const auto length = static_cast<double>(original().value_or(longest()));
  if (base_ <= 1) {
    top_.fail("rope_theta", "expected more than 1 for yarn");
  }
  const bool whole = own_.optional_boolean("truncate").value_or(true);
  double low = pair_of(fast, length);
  double high = pair_of(slow, length);
  if (whole) {
    low = std::floor(low);
    high = std::ceil(high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, static_cast<double>(size_ - 1));
  high += low == high ? 0.001 : 0;
  for (std::size_t i = 0; i < rope_.frequencies.size(); ++i) {
    const double part = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
    const double f = rope_.frequencies[i];
    rope_.frequencies[i] = static_cast<float>(part * f / factor + (1 - part) * f);
  }
  const auto growth = [factor](double m) { return factor <= 1 ? 1.0 : 0.1 * m * std::log(factor) + 1; };
  const double mscale = own_.optional_number("mscale", 0, kLargest).value_or(0);
  const double all = own_.optional_number("mscale_all_dim", 0, kLargest).value_or(0);
  const double grown = mscale > 0 && all > 0 ? growth(mscale) / growth(all) : growth(1);
  rope_.scale = static_cast<float>(own_.optional_number("attention_factor", 0, kLargest).value_or(grown));
}

/// LongRoPE: a divisor of its own for every pair. The short ones are for texts up to the trained length; beyond it the
/// long ones would hold for the whole text, which no longer follows from the tokens so far.
void Reader::longrope() {
  const auto length = required_original();
  const double ratio = static_cast<double>(longest()) / static_cast<double>(length);
  const double factor = own_.optional_number("factor", 1, kLargest).value_or(ratio);
  const boost::json::array& divisors = own_.array("short_factor");
  own_.ignore("long_factor");
  if (divisors.size() != rope_.frequencies.size()) {
    own_.fail("short_factor", fmt::format("expected {} numbers, found {}", rope_.frequencies.size(), divisors.size()));
  }
  for (std::size_t i = 0; i < divisors.size(); ++i) {
    if (!divisors[i].is_number() || !(divisors[i].to_number<double>() > 0)) {
      own_.fail("short_factor", fmt::format("expected numbers above 0, found {}", util::describe(divisors[i])));
    }
    rope_.frequencies[i] /= divisors[i].to_number<float>();
  }
  const double grown = factor <= 1 ? 1.0 : std::sqrt(1 + std::log(factor) / std::log(static_cast<double>(length)));
  rope_.scale = static_cast<float>(own_.optional_number("attention_factor", 0, kLargest).value_or(grown));
  rope_.longest = length;
}

std::int64_t rotated_elements(JsonReader& r, std::int64_t head_dim, double part) {
  const auto size = static_cast<std::int64_t>(std::floor(static_cast<double>(head_dim) * part));
  if (size % 2 != 0) {
    r.fail("partial_rotary_factor",
           fmt::format("expected an even number of rotated elements, found {} of {}", size, head_dim));
  }
  return size;
}

/// The part of each head that rotates.
double read_rotary_part(JsonReader& r, RopeLayers layers, double otherwise) {
  std::optional<JsonReader> own = own_object(r, layers, true);
  return number_of(own, r, "partial_rotary_factor", "partial_rotary_factor", 0, 1).value_or(otherwise);
}

}  // namespace

Rope read_rope(JsonReader& r, RopeLayers layers, std::int64_t head_dim, const RopeDefaults& defaults) {
  std::optional<JsonReader> own = own_object(r, layers, defaults.shared);
  const std::string_view base_key =
      layers == RopeLayers::sliding && !defaults.shared ? "rope_local_base_freq" : "rope_theta";
  const double base = number_of(own, r, "rope_theta", base_key, 1, kLargest).value_or(defaults.base);
  const std::int64_t size = rotated_elements(r, head_dim, read_rotary_part(r, layers, defaults.part));
  if (!own) {
    return {transformer::rotary_frequencies(static_cast<float>(base), size), 1.0F, std::nullopt};
  }
  return Reader(r, std::move(*own), base, size).read();
}

}  // namespace lmulsim::formats::hf
