// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "config/field.hpp"

namespace lmulsim::config {

class YamlMap;

/// An accelerator as its file says it: every key optional, units as written, names not yet understood.
struct AcceleratorFile {
  std::string source;  ///< path of the file, for messages and provenance

  Field<std::string> name;

  Field<std::int64_t> rows;
  Field<std::int64_t> cols;
  Field<std::string> dataflow;

  Field<std::string> multiplier;
  Field<std::string> activation_format;
  Field<std::string> weight_format;
  Field<std::string> subnormals;
  Field<std::string> product;
  Field<std::string> accumulator;
  Field<std::int64_t> max_k;
  Field<std::int64_t> mul_stages;
  Field<std::int64_t> acc_latency;

  Field<std::string> rounding;  ///< of the operands
  Field<std::string> scaling;

  Field<std::string> memory_model;
  Field<std::int64_t> sram_kib;  ///< all three together
  Field<std::int64_t> activation_kib;
  Field<std::int64_t> weight_kib;
  Field<std::int64_t> accumulator_kib;
  Field<std::int64_t> word_bits;

  Field<double> clock_mhz;
  Field<std::string> clock;  ///< "auto" instead of clock_mhz
};

/// Reads YAML text. `source` is named in messages. Throws InputError with source:line for malformed YAML, unknown or
/// repeated keys (naming the nearest known one) and values of the wrong type; it does not judge the values.
[[nodiscard]] AcceleratorFile parse_accelerator(const std::string& text, const std::string& source);

/// What a map says, keys and values held to the same rules; the file has no source.
[[nodiscard]] AcceleratorFile read_accelerator(YamlMap& map);

/// parse_accelerator() of a file. Throws InputError also when it cannot be read.
[[nodiscard]] AcceleratorFile read_accelerator_file(const std::string& path);

}  // namespace lmulsim::config
