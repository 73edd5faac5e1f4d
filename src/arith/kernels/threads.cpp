// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/threads.hpp"

#include <algorithm>
#include <thread>

#include "arith/matrix.hpp"
#include "util/parallel.hpp"

namespace lmulsim::arith {

namespace {

constexpr std::size_t kMacsWorthThreads = std::size_t{1} << 22U;
/// Pieces are whole tiles of the vector kernels.
constexpr std::size_t kRowStep = 8;
constexpr std::size_t kColumnStep = 64;

CodeMatrix rows_of(const CodeMatrix& m, std::size_t first, std::size_t count) {
  return {m.format, static_cast<const std::byte*>(m.data) + first * m.stride * code_bytes(m.format), count, m.cols,
          m.stride};
}

CodeMatrix columns_of(const CodeMatrix& m, std::size_t first, std::size_t count) {
  return {m.format, static_cast<const std::byte*>(m.data) + first * code_bytes(m.format), m.rows, count, m.stride};
}

/// Size of the pieces that `total` is cut into, a multiple of `step`.
std::size_t piece_of(std::size_t total, std::size_t step, int threads) {
  const std::size_t each = (total + static_cast<std::size_t>(threads) - 1) / static_cast<std::size_t>(threads);
  return (each + step - 1) / step * step;
}

template <typename Word, typename Product>
GemmPath share(const CodeMatrix& a, const CodeMatrix& b, const Word* initial, Word* c, std::size_t ldc, int threads,
               const Product& product) {
  const bool by_rows = a.rows >= kRowStep * static_cast<std::size_t>(threads);
  const std::size_t total = by_rows ? a.rows : b.cols;
  const std::size_t piece = piece_of(total, by_rows ? kRowStep : kColumnStep, threads);
  if (threads == 1 || piece >= total) {
    return product(a, b, initial, c, ldc);
  }
  const std::size_t pieces = (total + piece - 1) / piece;
  GemmPath path = GemmPath::reference;
  util::for_each_index(pieces, threads, [&](std::size_t i) {
    const std::size_t first = i * piece;
    const std::size_t count = std::min(piece, total - first);
    const std::size_t offset = by_rows ? first * ldc : first;
    const GemmPath taken = product(by_rows ? rows_of(a, first, count) : a, by_rows ? b : columns_of(b, first, count),
                                   initial == nullptr ? nullptr : initial + offset, c + offset, ldc);
    if (i == 0) {
      path = taken;
    }
  });
  return path;
}

}  // namespace

GemmPath gemm_codes(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const AccWord* initial, AccWord* c,
                    std::size_t ldc, int threads) {
  return share(a, b, initial, c, ldc, threads, [&spec](auto... arguments) { return gemm_codes(spec, arguments...); });
}

GemmPath gemm_codes_fp32(const MacSpec& spec, const CodeMatrix& a, const CodeMatrix& b, const std::uint32_t* initial,
                         std::uint32_t* c, std::size_t ldc, int threads) {
  return share(a, b, initial, c, ldc, threads,
               [&spec](auto... arguments) { return gemm_codes_fp32(spec, arguments...); });
}

int threads_for(std::size_t macs) {
  return macs < kMacsWorthThreads ? 1 : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

}  // namespace lmulsim::arith
