// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How the parts of a tokenizer.json that are lists of steps (normalizer, pre_tokenizer, decoder) are read.
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// Steps may lengthen a text, many steps in a hostile file without end. Published ones stay far below this (NFKC: 18).
constexpr std::size_t growth_limit(std::size_t bytes) {
  return 64 * bytes + 65536;
}

/// A step's word in the file and the function that reads the rest of its object.
template <typename Step>
struct StepKind {
  std::string_view name;
  Step (*read)(util::JsonReader& r);
};

/// A list of steps is {"type": "Sequence", LIST: [...]}, which may hold others and is flattened here, or one step.
template <typename Step, std::size_t N>
void read_steps(const boost::json::value& value, const std::string& where, std::string_view list,
                const std::array<StepKind<Step>, N>& kinds, std::vector<Step>& steps) {
  util::JsonReader r(value, where);
  std::array<std::string_view, N + 1> names{"Sequence"};
  for (std::size_t i = 0; i < N; ++i) {
    names[i + 1] = kinds[i].name;
  }
  const std::size_t kind = r.choice("type", names);
  if (kind == 0) {
    std::size_t index = 0;
    for (const boost::json::value& step : r.array(list)) {
      read_steps(step, fmt::format("{}[{}]", r.place(list), index++), list, kinds, steps);
    }
  } else {
    steps.push_back(kinds[kind - 1].read(r));
  }
  r.finish();
}

/// The steps of a key that may be null or missing.
template <typename Step, std::size_t N>
std::vector<Step> read_steps(util::JsonReader& file, std::string_view key, std::string_view list,
                             const std::array<StepKind<Step>, N>& kinds) {
  std::vector<Step> steps;
  const boost::json::value* value = file.find(key);
  if (value != nullptr && !value->is_null()) {
    read_steps(*value, file.place(key), list, kinds, steps);
  }
  return steps;
}

/// Throws InputError when a part of the tokenizer made a text longer than `limit`.
void check_growth(std::size_t bytes, std::size_t limit, std::string_view part);

/// A string that is not empty.
[[nodiscard]] std::string read_text(util::JsonReader& r, std::string_view key);

/// The one character of a string.
[[nodiscard]] std::string read_character(util::JsonReader& r, std::string_view key);

}  // namespace lmulsim::tokenizer::pipeline
