// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The vectorised inner loops. A tile is tile_rows() x tile_cols() fp32 sums in row-major order; panels are those of
// pack.hpp. Every function continues the sums over `depth` steps, in order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lmulsim::arith::kernels {

[[nodiscard]] std::size_t tile_rows();
[[nodiscard]] std::size_t tile_cols();
[[nodiscard]] bool has_fused_multiply_add();
[[nodiscard]] std::string_view target_name();

/// sum = fma(a, b, sum). Only the first `rows` rows are computed.
void exact_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums);

/// sum += a * b, the product rounded before it is added.
void plain_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums);

/// sum += float(a + b), see Window.
void adder_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows, float* sums);

/// sum += the adder's product of two words of OperandTable::adder, every case of the contract.
void adder_cases_tile(const std::int32_t* a, const std::int32_t* b, std::size_t depth, std::size_t rows,
                      std::int32_t offset_word, float* sums);

/// What is added to the sum of two words to make it a product: by its last bits, which are the sum of two mantissas.
struct SumEntries {
  std::array<std::uint32_t, 128> words{};
  std::size_t count = 0;
};

/// sum += float(a + b + entry of a + b), see SumCoding in gemm_table.cpp.
void sum_entry_tile(const SumEntries& entries, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                    std::size_t rows, float* sums);

/// sum += float(products[a + b]).
void lookup_tile(const std::uint32_t* products, const std::uint32_t* a, const std::uint32_t* b, std::size_t depth,
                 std::size_t rows, float* sums);

/// Makes every NaN canonical; replaces sums of a magnitude below `residue` by +0.
void finish_tile(float residue, float* sums);

/// int32 sums of int16 pairs: a holds tile_rows() pairs (low half first) per step, b tile_cols() pairs.
void integer_tile(const std::uint32_t* a, const std::uint32_t* b, std::size_t depth, std::size_t rows,
                  std::int32_t* sums);

}  // namespace lmulsim::arith::kernels
