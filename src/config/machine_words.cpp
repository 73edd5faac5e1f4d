// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/machine_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "arith/names.hpp"
#include "util/enum_names.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/printable.hpp"

namespace lmulsim::config {
namespace {

constexpr auto kMemoryModels = util::enum_names<machine::MemoryModel>("ideal");

[[noreturn]] void fail(std::string_view where, std::string_view text, std::span<const std::string_view> words) {
  throw InputError(fmt::format("{}: expected one of {}, found '{}'; the nearest is '{}'", where, fmt::join(words, ", "),
                               util::printable(text), util::nearest_name(text, words)));
}

}  // namespace

std::string_view memory_model_name(machine::MemoryModel model) {
  return kMemoryModels[model];
}

std::span<const std::string_view> memory_model_names() {
  return kMemoryModels.words();
}

machine::MemoryModel parse_memory_model(std::string_view text, std::string_view where) {
  if (const auto model = kMemoryModels.find(text)) {
    return *model;
  }
  fail(where, text, memory_model_names());
}

std::vector<std::string_view> operand_scalings() {
  using enum arith::Scaling;
  std::vector<std::string_view> words;
  for (const arith::Scaling scaling : {none, tensor, channel}) {
    words.push_back(arith::scaling_name(scaling));
  }
  return words;
}

arith::Scaling parse_operand_scaling(std::string_view text, std::string_view where) {
  const arith::Scaling scaling = arith::parse_scaling(text, where);
  if (scaling == arith::Scaling::mx32) {
    throw InputError(
        fmt::format("{}: no array has the multipliers of the scales of mx32: it exists in the reference "
                    "arithmetic only; expected one of {}",
                    where, fmt::join(operand_scalings(), ", ")));
  }
  return scaling;
}

}  // namespace lmulsim::config
