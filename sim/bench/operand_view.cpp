// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/operand_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "arith/product.hpp"
#include "arith/rounding.hpp"
#include "mapping/program.hpp"
#include "util/error.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::bench {

using machine::Dataflow;

namespace {

void require_codes(const std::vector<std::uint16_t>& codes, arith::Format format, const char* which) {
  const arith::FormatInfo& f = arith::info(format);
  const std::uint32_t largest = f.mag_mask() | f.sign_mask();
  const auto wide = std::find_if(codes.begin(), codes.end(), [&](std::uint16_t code) { return code > largest; });
  if (wide != codes.end()) {
    throw InputError(fmt::format("operand {}, element {}: expected a code of {} (0..0x{:x}), found 0x{:x}", which,
                                 wide - codes.begin(), f.name, largest, *wide));
  }
}

std::int64_t nonzero(const std::vector<std::uint32_t>& words, int lane, int products, const std::vector<bool>& zero) {
  std::int64_t count = 0;
  for (auto i = static_cast<std::size_t>(lane); i < words.size(); i += static_cast<std::size_t>(products)) {
    count += zero[words[i]] ? 0 : 1;
  }
  return count;
}

}  // namespace

std::vector<bool> zero_codes(arith::Format format, arith::Subnormals subnormals) {
  const arith::FormatInfo& f = arith::info(format);
  const std::uint32_t count = 1U << f.width();
  std::vector<bool> zero(count);
  for (std::uint32_t code = 0; code < count; ++code) {
    const bool flushed =
        f.is_floating() && subnormals == arith::Subnormals::daz && (code & f.mag_mask()) <= f.man_mask();
    zero[code] = flushed || arith::decode(format, code).cls == arith::NumberClass::zero;
  }
  return zero;
}

OperandView::OperandView(const engine::ArrayParams& params, const mapping::Program& program,
                         const engine::Operands* operands)
    : shape_(params.shape),
      gemm_(program.gemm()),
      operands_(operands),
      top_padding_(arith::zero_code(arith::info(params.top), true)),
      moving_zero_(zero_codes(params.moving, params.multiplier.subnormals)),
      top_zero_(zero_codes(params.top, params.multiplier.subnormals)) {
  if (operands != nullptr) {
    const bool swapped = params.shape.dataflow == Dataflow::input_stationary;
    require_codes(operands->a, swapped ? params.top : params.moving, "a");
    require_codes(operands->b, swapped ? params.moving : params.top, "b");
    const auto a_size = static_cast<std::size_t>(program.count() * gemm_.m * gemm_.k);
    const auto b_size = static_cast<std::size_t>(program.count() * gemm_.k * gemm_.n);
    if (operands->a.size() != a_size || operands->b.size() != b_size) {
      throw InputError(fmt::format("operands: expected {} and {} codes, found {} and {}", a_size, b_size,
                                   operands->a.size(), operands->b.size()));
    }
  }
}

std::int64_t OperandView::nonzero_moving(const std::vector<std::uint32_t>& words, int lane) const {
  return nonzero(words, lane, shape_.products, moving_zero_);
}

std::int64_t OperandView::nonzero_top(const std::vector<std::uint32_t>& words, int lane) const {
  return nonzero(words, lane, shape_.products, top_zero_);
}

std::uint32_t OperandView::a(std::int64_t gemm, std::int64_t m, std::int64_t k) const {
  return operands_ == nullptr ? 0 : operands_->a[static_cast<std::size_t>((gemm * gemm_.m + m) * gemm_.k + k)];
}

std::uint32_t OperandView::b(std::int64_t gemm, std::int64_t k, std::int64_t n) const {
  return operands_ == nullptr ? 0 : operands_->b[static_cast<std::size_t>((gemm * gemm_.k + k) * gemm_.n + n)];
}

std::uint32_t OperandView::moving(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat, int word) const {
  switch (shape_.dataflow) {  // the words of a stationary array's rows are those of increasing k
    case Dataflow::weight_stationary:
      return word < tile.rows ? a(gemm, tile.stream0 + beat, tile.row0 + word) : 0;
    case Dataflow::input_stationary:
      return word < tile.rows ? b(gemm, tile.row0 + word, tile.stream0 + beat) : 0;
    case Dataflow::output_stationary: {
      const std::int64_t in_tile = beat % shape_.acc_latency * shape_.rows + word / shape_.products;
      const std::int64_t k = beat / shape_.acc_latency * shape_.products + word % shape_.products;
      return in_tile < tile.rows && k < gemm_.k ? a(gemm, tile.row0 + in_tile, k) : 0;
    }
  }
  util::unreachable();
}

std::uint32_t OperandView::top(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat, int word) const {
  const std::int64_t col = word / shape_.products;
  const std::int64_t lane = word % shape_.products;
  if (col >= tile.cols) {
    return 0;
  }
  switch (shape_.dataflow) {
    case Dataflow::weight_stationary: {
      const std::int64_t in_tile = beat * shape_.products + lane;
      return in_tile < tile.rows ? b(gemm, tile.row0 + in_tile, tile.col0 + col) : top_padding_;
    }
    case Dataflow::input_stationary: {
      const std::int64_t in_tile = beat * shape_.products + lane;
      return in_tile < tile.rows ? a(gemm, tile.col0 + col, tile.row0 + in_tile) : top_padding_;
    }
    case Dataflow::output_stationary: {
      const std::int64_t k = beat / shape_.acc_latency * shape_.products + lane;
      return k < gemm_.k ? b(gemm, k, tile.col0 + col) : top_padding_;
    }
  }
  util::unreachable();
}

std::int64_t OperandView::result_index(const mapping::Tile& tile, std::int64_t gemm, std::int64_t beat, int col) const {
  if (col >= tile.cols) {
    return -1;
  }
  std::int64_t m = 0;
  std::int64_t n = 0;
  switch (shape_.dataflow) {
    case Dataflow::weight_stationary:
      m = tile.stream0 + beat;
      n = tile.col0 + col;
      break;
    case Dataflow::input_stationary:
      m = tile.col0 + col;
      n = tile.stream0 + beat;
      break;
    case Dataflow::output_stationary: {
      // The bottom slot leaves first: row R-1 with its last interleaved result.
      const std::int64_t slot = mapping::tile_rows(shape_) - 1 - beat;
      const std::int64_t in_tile = slot % shape_.acc_latency * shape_.rows + slot / shape_.acc_latency;
      if (in_tile >= tile.rows) {
        return -1;
      }
      m = tile.row0 + in_tile;
      n = tile.col0 + col;
      break;
    }
  }
  return (gemm * gemm_.m + m) * gemm_.n + n;
}

}  // namespace lmulsim::bench
