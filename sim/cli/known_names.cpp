// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/known_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/words.hpp"
#include "cli/libraries.hpp"
#include "config/dataflow_names.hpp"
#include "config/hardware_words.hpp"
#include "config/load.hpp"
#include "study/run_choice.hpp"
#include "util/error.hpp"

namespace lmulsim::cli {
namespace {

template <typename Range>
std::vector<std::string> texts(const Range& words) {
  return {words.begin(), words.end()};
}

/// A member of a family, for what is said of all of them.
std::string example_of(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kExamples{
      {{"eEmM", "e5m6"}, {"eEmMfn", "e3m4fn"}, {"logEF", "log43"}}};
  for (const auto& [family, example] : kExamples) {
    if (name == family) {
      return std::string(example);
    }
  }
  return name;
}

/// Its engines; nothing behind the colon of a word counts.
arith::Engines engines_of_multiplier(const std::string& name) {
  const auto* const row = std::ranges::find(arith::kMultiplierWords, name, &arith::MultiplierWord::word);
  return row == arith::kMultiplierWords.end() ? arith::Engines::none : arith::hardware(row->kind).engines();
}

/// An accumulator's word with numbers for its capital letters; an inner sum of two levels is an fp32 one.
std::string with_numbers(const std::string& word) {
  if (word == "INNER/N") {
    return "fp32/9";
  }
  std::string text;
  for (const char c : word) {
    text += c >= 'A' && c <= 'Z' ? '9' : c;
  }
  return text;
}

/// Of accumulators, which the table has for the RTL or not at all.
arith::Engines engines_of_accumulator(const std::string& name) {
  try {
    (void)config::parse_hardware_accumulator(with_numbers(name), "");
    return arith::Engines::all;
  } catch (const InputError&) {
    return arith::Engines::none;
  }
}

}  // namespace

std::vector<std::string> known_names(NameKind kind) {
  switch (kind) {
    case NameKind::accelerators:
      return config::shipped_names("accelerators", ".yaml");
    case NameKind::technologies:
      return config::shipped_names("technologies", ".json");
    case NameKind::workloads:
      return config::shipped_names("workloads", ".json");
    case NameKind::sweeps:
      return config::shipped_names("sweeps", ".yaml");
    case NameKind::designs:
      return config::shipped_names("sweeps/designs", ".yaml");
    case NameKind::libraries:
      return known_libraries();
    case NameKind::engines:
      return texts(study::kEngineNames.words());
    case NameKind::dataflows:
      return texts(config::dataflow_names());
    case NameKind::multipliers:
      return texts(arith::multiplier_words());
    case NameKind::formats:
      return texts(arith::format_words());
    case NameKind::accumulators:
      return texts(arith::accumulator_words());
  }
  return {};
}

arith::Engines engines_of(NameKind kind, const std::string& name) {
  switch (kind) {
    case NameKind::multipliers:
      return engines_of_multiplier(name);
    case NameKind::formats:
      return arith::hardware(arith::parse_format(example_of(name))).engines();
    case NameKind::accumulators:
      return engines_of_accumulator(name);
    case NameKind::accelerators:
    case NameKind::technologies:
    case NameKind::workloads:
    case NameKind::sweeps:
    case NameKind::designs:
    case NameKind::libraries:
    case NameKind::engines:
    case NameKind::dataflows:
      break;
  }
  return arith::Engines::all;
}

}  // namespace lmulsim::cli
