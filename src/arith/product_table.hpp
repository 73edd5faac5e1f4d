// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The multiplier table:FILE: any product of two operands of 8 bits, from a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "arith/format.hpp"

namespace lmulsim::arith {

/// 65,536 little-endian words, row a, column b: fp32 words for operands with an exponent, int32 words for integers.
/// Tables of one content are one object, which lives as long as the program: pointers are compared.
class ProductTable {
 public:
  static constexpr std::size_t kSide = 256;
  using Words = std::array<std::uint32_t, kSide * kSide>;

  ProductTable(std::string file, std::string sha256, std::unique_ptr<const Words> words);

  /// What a user writes behind "table:": the file and the first digits of its digest.
  [[nodiscard]] std::string word() const;
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::string& sha256() const { return sha256_; }  ///< of the file, or as much of it as was written

  /// Throws InputError when the table is known by its digest only.
  [[nodiscard]] const Words& words() const;

  [[nodiscard]] std::uint32_t word(std::uint32_t a, std::uint32_t b) const { return words()[a * kSide + b]; }

 private:
  std::string file_;
  std::string sha256_;
  std::unique_ptr<const Words> words_;
};

/// The table of FILE or FILE@DIGEST (16 digits of SHA-256). Of a file that is not there its digest is enough to be
/// named, not to be multiplied with. Throws InputError, with `where`, for a file that is missing or not of 262,144
/// bytes, and for one with another digest.
[[nodiscard]] const ProductTable& product_table(std::string_view text, std::string_view where);

/// Throws InputError, with `where`, for formats that are not of 8 bits, for an integer beside another format, and for
/// a NaN as the product of two numbers (an infinity and a zero excepted), naming the first.
void require_table_of(const ProductTable& table, Format format_a, Format format_b, std::string_view where);

}  // namespace lmulsim::arith
