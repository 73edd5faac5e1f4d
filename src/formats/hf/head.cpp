// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "formats/hf/family.hpp"
#include "util/nearest.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr std::int64_t kMaxLabels = std::int64_t{1} << 24U;
constexpr std::int64_t kDefaultLabels = 2;

std::int64_t count_labels(Config& config) {
  if (const auto names = config.json().optional_object("id2label")) {
    const std::size_t count = config.value().at("id2label").get_object().size();
    if (count == 0) {
      config.fail("id2label", "expected at least one label, found none");
    }
    return static_cast<std::int64_t>(count);
  }
  return config.json().optional_integer("num_labels", 1, kMaxLabels).value_or(kDefaultLabels);
}

/// The class of a file that names none: the first that fits, which is not one with labels unless there are labels.
const Architecture& presumed(const Config& config, const Family& family, transformer::Transformer& shape) {
  const bool labels = config.has("id2label") || config.has("num_labels");
  const auto found = std::ranges::find_if(family.architectures,
                                          [&](const Architecture& a) { return labels || a.labels != Labels::config; });
  shape.notes.push_back(fmt::format("The file names no architecture: taken as {}.", found->name));
  return *found;
}

const Architecture& find_architecture(Config& config, const Family& family, transformer::Transformer& shape) {
  const boost::json::array* names = config.json().optional_array("architectures");
  if (names == nullptr || names->empty()) {
    return presumed(config, family, shape);
  }
  if (names->size() > 1 || !names->front().is_string()) {
    config.fail("architectures", fmt::format("expected the name of one class, found {}",
                                             names->size() > 1 ? util::describe(*names) : "no string"));
  }
  const std::string_view name(names->front().get_string());
  const auto found = std::ranges::find(family.architectures, name, &Architecture::name);
  if (found == family.architectures.end()) {
    std::vector<std::string_view> known;
    std::ranges::transform(family.architectures, std::back_inserter(known), &Architecture::name);
    config.fail("architectures",
                fmt::format("expected one of {} with the model type {}, found '{}'{}", fmt::join(known, ", "),
                            family.type, name, util::did_you_mean(name, known)));
  }
  return *found;
}

}  // namespace

void read_head(Config& config, const Family& family, transformer::Transformer& shape) {
  const Architecture& architecture = find_architecture(config, family, shape);
  shape.head = architecture.head;
  switch (architecture.labels) {
    case Labels::none:
      break;
    case Labels::config:
      shape.labels = count_labels(config);
      break;
    case Labels::two:
      shape.labels = 2;
      break;
  }
  const bool tied = config.flag("tie_word_embeddings", family.tied);
  const bool has_logits = shape.head == transformer::Head::language || shape.head == transformer::Head::masked_language;
  shape.tied_head = has_logits && tied;
}

}  // namespace lmulsim::formats::hf
