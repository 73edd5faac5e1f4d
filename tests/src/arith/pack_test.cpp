// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/pack.hpp"

#include <gtest/gtest.h>

#include <array>

#include "arith/matrix.hpp"
#include "arith/spec.hpp"

namespace lmulsim::arith::kernels {
namespace {

constexpr std::int32_t kOne = std::int32_t{1} << kWordMantissa;

TEST(MeasureRange, OfWordsOf16BitsIsThatOfTheFiniteOnesInTheMatrix) {
  // Two rows of 2^-3, 2^5, 0 and of infinity, NaN, -2; what lies between the rows is not part of the matrix.
  const std::array<std::uint16_t, 8> codes{0x3E00, 0x4200, 0x0000, 0x7000, 0x7F80, 0x7FC0, 0xC000, 0x0080};
  const CodeMatrix matrix{Format::bf16, codes.data(), 2, 3, 4};
  const WordRange range = measure_range(matrix, operand_table(Format::bf16, Subnormals::daz));
  EXPECT_EQ(range.smallest, -3 * kOne);
  EXPECT_EQ(range.largest, 5 * kOne);
}

TEST(MeasureRange, OfWordsOf8BitsIsThatOfTheFormatWhateverTheMatrixHolds) {
  const std::array<std::uint8_t, 4> ones{0x38, 0x38, 0x38, 0x38};
  const CodeMatrix matrix{Format::e4m3, ones.data(), 1, 2, 4};
  const WordRange range = measure_range(matrix, operand_table(Format::e4m3, Subnormals::daz));
  EXPECT_EQ(range.smallest, -6 * kOne);
  EXPECT_EQ(range.largest, 8 * kOne + 6 * (kOne / 8)) << "448";
}

}  // namespace
}  // namespace lmulsim::arith::kernels
