// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "arith/convert.hpp"
#include "arith/kernels/encode.hpp"
#include "arith/scaling.hpp"
#include "arith/thresholds.hpp"
#include "quality/modelled_product.hpp"

namespace lmulsim::quality {

namespace {

using arith::Format;
using transformer::MatrixView;

/// Channel `c` of an operand, along K.
std::vector<float> channel(const MatrixView& values, Side side, std::int64_t c) {
  std::vector<float> line(static_cast<std::size_t>(side == Side::a ? values.cols : values.rows));
  for (std::size_t k = 0; k < line.size(); ++k) {
    const auto at = static_cast<std::int64_t>(k);
    line[k] = side == Side::a ? values.at(c, at) : values.at(at, c);
  }
  return line;
}

std::vector<float> all_values(const MatrixView& values) {
  std::vector<float> all(static_cast<std::size_t>(values.rows * values.cols));
  float* to = all.data();
  for (std::int64_t r = 0; r < values.rows; ++r) {
    const float* row = values.data + r * values.row_stride;
    for (std::int64_t c = 0; c < values.cols; ++c) {
      *to++ = row[c * values.col_stride];
    }
  }
  return all;
}

std::vector<float> channel_scales(const MatrixView& values, Side side, Format format) {
  std::vector<float> scales;
  const std::int64_t channels = side == Side::a ? values.rows : values.cols;
  for (std::int64_t c = 0; c < channels; ++c) {
    scales.push_back(arith::absmax_scale(channel(values, side, c), format));
  }
  return scales;
}

/// Per block along K and channel, as fp32: a power of two, or NaN.
std::vector<float> block_scales(const MatrixView& values, Side side, Format format) {
  std::vector<std::vector<float>> lines;
  const std::int64_t channels = side == Side::a ? values.rows : values.cols;
  for (std::int64_t c = 0; c < channels; ++c) {
    lines.push_back(channel(values, side, c));
  }
  const auto terms = static_cast<std::size_t>(side == Side::a ? values.cols : values.rows);
  std::vector<float> scales;
  for (std::size_t first = 0; first < terms; first += arith::kMxBlock) {
    const std::size_t count = std::min(arith::kMxBlock, terms - first);
    for (const std::vector<float>& line : lines) {
      const std::uint8_t scale = arith::mx_scale(std::span(line).subspan(first, count), format);
      scales.push_back(static_cast<float>(arith::to_fp64(arith::decode(Format::e8m0, scale))));
    }
  }
  return scales;
}

std::vector<float> scales_of(const Arithmetic& arithmetic, const MatrixView& values, const std::vector<float>& all,
                             Side side, Format format) {
  switch (arithmetic.scaling) {
    case Scaling::none:
      break;
    case Scaling::tensor:
      return {arith::absmax_scale(all, format)};
    case Scaling::channel:
      return channel_scales(values, side, format);
    case Scaling::mx32:
      return block_scales(values, side, format);
  }
  return {};
}

/// The scales of the values of row r, one for each column.
void fill_row(const Quantised& q, Side side, std::size_t r, std::span<float> row) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    row[c] = q.scale(side, r, c);
  }
}

/// The elements of MX blocks of NaN are zeros.
void clear_nan_blocks(Quantised& q, std::size_t r, std::span<const float> scales) {
  for (std::size_t c = 0; c < scales.size(); ++c) {
    if (std::isnan(scales[c])) {
      arith::store_code(q.format, q.codes.data(), r * q.cols + c, 0);
    }
  }
}

}  // namespace

float Quantised::scale(Side side, std::size_t row, std::size_t col) const {
  if (scales.size() <= 1) {
    return scales.empty() ? 1.0F : scales[0];
  }
  const std::size_t channels = side == Side::a ? rows : cols;
  const std::size_t at = side == Side::a ? row : col;
  const std::size_t term = side == Side::a ? col : row;
  return scales[scales.size() == channels ? at : term / arith::kMxBlock * channels + at];
}

Quantised quantise(const Arithmetic& arithmetic, const MatrixView& values, Side side) {
  Quantised out;
  out.format = side == Side::a ? arithmetic.a : arithmetic.b;
  out.rows = static_cast<std::size_t>(values.rows);
  out.cols = static_cast<std::size_t>(values.cols);
  out.codes.resize(out.rows * out.cols * arith::code_bytes(out.format));
  const std::vector<float> all = all_values(values);
  out.scales = scales_of(arithmetic, values, all, side, out.format);
  const bool by_thresholds = arithmetic.rounding == arith::OperandRounding::adder;
  const arith::Thresholds thresholds =
      by_thresholds ? arith::adder_thresholds(arithmetic.mac.multiplier, arithmetic.a, arithmetic.b, side)
                    : arith::Thresholds{};
  const arith::Encoding encoding{out.format, arithmetic.mantissa_bits, by_thresholds ? &thresholds : nullptr};
  std::vector<float> row(out.cols);
  for (std::size_t r = 0; r < out.rows; ++r) {
    fill_row(out, side, r, row);
    arith::encode_values(encoding, std::span(all).subspan(r * out.cols, out.cols), row, out.codes.data(), r * out.cols);
    if (arithmetic.scaling == Scaling::mx32) {
      clear_nan_blocks(out, r, row);
    }
  }
  return out;
}

}  // namespace lmulsim::quality
