// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "config/accelerator_file.hpp"
#include "config/resolve.hpp"
#include "util/error.hpp"

namespace lmulsim::config::testing {

/// A config that resolves. Line numbers matter to the tests: `name` is line 1.
inline constexpr std::string_view kSample = R"(name: sample
array: {rows: 8, cols: 16, dataflow: ws}
pe:
  multiplier: lmul
  activation_format: e4m3
  weight_format: e5m2
  accumulator: fp32
memory: {activation_kib: 4, weight_kib: 2, accumulator_kib: 16, word_bits: 64}
clock_mhz: 500
)";

/// The sample with the first `from` replaced by `to`.
inline std::string sample_with(std::string_view from, std::string_view to) {
  std::string text(kSample);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error("the sample does not contain what the test replaces");
  }
  return text.replace(at, from.size(), to);
}

inline machine::Accelerator resolve_text(const std::string& text) {
  return resolve(parse_accelerator(text, "sample.yaml"));
}

/// The message of the InputError that resolving `text` throws; empty when it throws none.
inline std::string error_of(const std::string& text) {
  try {
    (void)resolve_text(text);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace lmulsim::config::testing
