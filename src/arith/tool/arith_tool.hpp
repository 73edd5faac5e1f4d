// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim arith table|convert|dot` does, without its command line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "arith/dot.hpp"
#include "arith/operand_rounding.hpp"
#include "arith/rounding.hpp"

namespace lmulsim::arith {

struct TableOptions {
  MultiplierSpec multiplier;
  Format format_a = Format::e4m3;
  Format format_b = Format::e4m3;
  bool narrow = false;
  std::filesystem::path out;
};

/// Writes the product of every pair of codes, the first operand slowest: 65,536 entries for two 8-bit formats. Wide
/// products are little-endian fp32 words (exact for every multiplier and pair of fp8 formats), narrow ones bytes of
/// format_a. Returns the number of entries. Throws InputError for a format of more than 8 bits and for a file that
/// cannot be written.
std::size_t arith_table(const TableOptions& options);

struct ConvertOptions {
  Format to = Format::e4m3;
  OperandRounding rounding = OperandRounding::nearest;
  Overflow overflow = Overflow::saturate;
  std::filesystem::path in;
  std::filesystem::path out;
  /// Of the rounding `adder`: the multiplier, which of its operands the codes are, and the other one's format.
  MultiplierSpec multiplier{};
  Side operand = Side::a;
  std::optional<Format> other = std::nullopt;  ///< nothing: `to`
};

/// Reads little-endian fp32 words and writes codes: bytes, or little-endian words of 16 or 32 bits. Returns the number
/// of codes. Throws InputError for a file that is not a whole number of words, cannot be read or cannot be written,
/// and for the rounding `adder` where it is not defined.
std::size_t arith_convert(const ConvertOptions& options);

struct DotOptions {
  MacSpec mac;  ///< a `fixed` accumulator of width 0 gets the layout of fixed_layout() for the files' length
  Format format_a = Format::e4m3;
  Format format_b = Format::e4m3;
  std::filesystem::path a;
  std::filesystem::path b;
};

/// Dot products of files of rows: row i of one with row i of the other, `length` codes each.
struct DotRowsOptions {
  DotOptions dot;
  std::size_t length = 0;  ///< 0: the files are one row
  std::filesystem::path out;
};

struct DotRowsResult {
  std::size_t rows = 0;
  std::size_t length = 0;
  std::size_t flagged = 0;  ///< sums that left their range on the way
};

/// Writes two little-endian 32-bit words a row: the sum, raw int32 bits of the accumulator int32 and fp32 bits of any
/// other, and its sticky flag, 0 or 1. Throws InputError as arith_dot() does, and for files that are no whole number of
/// rows or cannot be written.
DotRowsResult arith_dot_rows(const DotRowsOptions& options);

struct DotResult {
  std::size_t k = 0;
  AccumulatorSpec accumulator;  ///< with the layout that was used
  AccWord word;                 ///< the accumulator's own bits
  bool flag = false;            ///< its sticky flag: it left its range on the way
  std::uint32_t fp32 = 0;       ///< its value, as fp32 bits
  float value = 0;              ///< the same as a number
};

/// The dot product of two files of codes, in increasing k from +0. Throws InputError for files of different length,
/// of a broken last word, or with codes wider than their format.
DotResult arith_dot(const DotOptions& options);

}  // namespace lmulsim::arith
