// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_quantisation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "util/enum_names.hpp"
#include "util/json.hpp"

namespace lmulsim::formats::hf {

namespace {

using util::JsonReader;

constexpr std::int64_t kMaxBlock = std::int64_t{1} << 24U;

enum class Method : std::uint8_t { fp8, fbgemm, compressed, modelopt };
constexpr auto kMethodNames = util::enum_names<Method>("fp8", "fbgemm_fp8", "compressed-tensors", "modelopt");

/// Keys that say how the file was made, or how others quantise activations and caches when they run it.
void pass_over(JsonReader& r, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    r.ignore(key);
  }
}

std::optional<ScaleBlock> block_of(JsonReader& r, std::string_view key) {
  const boost::json::array* sizes = r.optional_array(key);
  if (sizes == nullptr) {
    return std::nullopt;
  }
  const auto size = [&](std::size_t i) { return (*sizes)[i].is_int64() ? (*sizes)[i].get_int64() : 0; };
  if (sizes->size() != 2 || size(0) < 1 || size(1) < 1 || size(0) > kMaxBlock || size(1) > kMaxBlock) {
    r.fail(key, "expected two sizes of at least 1");
  }
  return ScaleBlock{size(0), size(1)};
}

void expect(JsonReader& r, std::string_view key, std::initializer_list<std::string_view> words) {
  const auto found = r.optional_string(key);
  if (found && std::find(words.begin(), words.end(), *found) == words.end()) {
    r.fail(key, fmt::format("expected {}, found '{}'", fmt::join(words, " or "), *found));
  }
}

HfQuantisation read_fp8(JsonReader& r) {
  expect(r, "fmt", {"e4m3", "e5m2"});
  expect(r, "activation_scheme", {"dynamic", "static"});
  expect(r, "scale_fmt", {"float", "ue8m0"});  // of scales made while running; stored ones are what they are
  pass_over(r, {"modules_to_not_convert", "ignored_layers", "kv_cache_scheme", "dequantize"});
  return {true, block_of(r, "weight_block_size")};
}

HfQuantisation read_fbgemm(JsonReader& r) {
  pass_over(r, {"activation_scale_ub", "modules_to_not_convert"});
  return {true, std::nullopt};
}

/// "weights" of a group of compressed-tensors: FP8 by tensor, channel, block, or group of inputs.
std::optional<ScaleBlock> read_group_weights(JsonReader r) {
  if (r.string("type") != "float") {
    r.fail("type", fmt::format("expected float, found '{}'", r.string("type")));
  }
  if (const auto bits = r.integer("num_bits", 1, 64); bits != 8) {
    r.fail("num_bits", fmt::format("expected 8, found {}", bits));
  }
  if (!r.optional_boolean("symmetric").value_or(true)) {
    r.fail("symmetric", "expected true: zero points are not read");
  }
  expect(r, "strategy", {"tensor", "channel", "block", "group"});
  const std::string strategy = r.optional_string("strategy").value_or("tensor");
  pass_over(r, {"dynamic", "actorder", "observer", "observer_kwargs", "scale_dtype", "zp_dtype"});
  const auto block = block_of(r, "block_structure");
  const auto group = r.optional_integer("group_size", -1, kMaxBlock);
  r.finish();
  if (strategy == "block" && !block) {
    r.fail("block_structure", "expected two sizes, but the key is missing");
  }
  if (strategy == "group") {
    return ScaleBlock{1, r.integer("group_size", 1, kMaxBlock)};
  }
  (void)group;
  return strategy == "block" ? block : std::nullopt;
}

HfQuantisation read_groups(JsonReader& r) {
  std::optional<std::optional<ScaleBlock>> all;
  JsonReader groups = r.object("config_groups");
  for (const auto& member : r.find("config_groups")->get_object()) {
    JsonReader group = groups.object(member.key());
    expect(group, "format", {"float-quantized", "naive-quantized"});
    pass_over(group, {"targets", "input_activations", "output_activations"});
    const auto block = read_group_weights(group.object("weights"));
    group.finish();
    const auto same = [](const ScaleBlock& a, const ScaleBlock& b) { return a.rows == b.rows && a.cols == b.cols; };
    if (all && (all->has_value() != block.has_value() || (block && !same(**all, *block)))) {
      r.fail("config_groups", "expected the same blocks in every group");
    }
    all = block;
  }
  return {true, all.value_or(std::nullopt)};
}

HfQuantisation read_compressed(JsonReader& r) {
  expect(r, "format", {"float-quantized", "naive-quantized"});
  expect(r, "quantization_status", {"compressed", "frozen"});
  if (auto sparsity = r.optional_object("sparsity_config")) {
    expect(*sparsity, "format", {"dense"});
  }
  if (const auto* turned = r.find("transform_config"); r.has("transform_config") && *turned != boost::json::object()) {
    r.fail("transform_config", "expected none: transformed weights are not run");
  }
  pass_over(r, {"ignore", "kv_cache_scheme", "global_compression_ratio", "version", "run_compressed"});
  return read_groups(r);
}

HfQuantisation read_modelopt(JsonReader& r) {
  const std::string found = r.string("quant_algo");
  if (found != "FP8" && found != "FP8_PER_CHANNEL_PER_TOKEN") {
    r.fail("quant_algo", fmt::format("expected FP8 or FP8_PER_CHANNEL_PER_TOKEN, found '{}'", found));
  }
  pass_over(r, {"config_groups", "ignore", "exclude_modules", "producer", "kv_cache_scheme", "kv_cache_quant_algo"});
  return {true, std::nullopt};
}

HfQuantisation read_method(Method method, JsonReader& r) {
  switch (method) {
    case Method::fp8:
      return read_fp8(r);
    case Method::fbgemm:
      return read_fbgemm(r);
    case Method::compressed:
      return read_compressed(r);
    case Method::modelopt:
      return read_modelopt(r);
  }
  return {};
}

}  // namespace

HfQuantisation read_hf_quantisation(const boost::json::value& config, const std::string& where) {
  JsonReader top(config, where);
  auto r = top.optional_object(top.has("compression_config") ? "compression_config" : "quantization_config");
  if (!r) {
    return {};
  }
  const auto method = r->choice("quant_method", kMethodNames);
  const HfQuantisation result = read_method(method, *r);
  r->finish();
  return result;
}

}  // namespace lmulsim::formats::hf
