// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "arith/convert.hpp"
#include "arith/scaling.hpp"
#include "inference/product.hpp"

namespace lmulsim::inference {

namespace {

using arith::Format;
using workload::MatrixView;

struct Conversion {
  Format format;
  std::optional<int> mantissa_bits;
};

std::uint32_t code_of(const Conversion& to, float value, float scale) {
  if (!to.mantissa_bits) {
    return arith::quantise(value, scale, to.format);
  }
  const double quotient = double{value} / double{scale};
  const std::uint32_t code = arith::convert_fp64(quotient, to.format, arith::Rounding::truncate);
  return arith::truncate_mantissa(to.format, code, *to.mantissa_bits);
}

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
  std::vector<float> all;
  all.reserve(static_cast<std::size_t>(values.rows * values.cols));
  for (std::int64_t r = 0; r < values.rows; ++r) {
    for (std::int64_t c = 0; c < values.cols; ++c) {
      all.push_back(values.at(r, c));
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

/// The operand with one scale for all, one per channel, or 1 when there is none.
void quantise_values(Quantised& out, const Conversion& to, const std::vector<float>& values, Side side) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t at = side == Side::a ? i / out.cols : i % out.cols;
    const float scale = out.scales.empty() ? 1.0F : out.scales[out.scales.size() == 1 ? 0 : at];
    const std::uint32_t code = values[i] == 0 ? arith::zero_code(arith::info(to.format), std::signbit(values[i]))
                                              : code_of(to, values[i], scale);
    arith::store_code(to.format, out.codes.data(), i, code);
  }
}

void quantise_blocks(Quantised& out, const MatrixView& values, Side side) {
  const std::size_t channels = side == Side::a ? out.rows : out.cols;
  const std::size_t terms = side == Side::a ? out.cols : out.rows;
  const std::size_t blocks = (terms + arith::kMxBlock - 1) / arith::kMxBlock;
  out.scales.resize(blocks * channels);
  for (std::size_t c = 0; c < channels; ++c) {
    const std::vector<float> line = channel(values, side, static_cast<std::int64_t>(c));
    for (std::size_t block = 0; block < blocks; ++block) {
      const std::size_t first = block * arith::kMxBlock;
      const std::size_t count = std::min(arith::kMxBlock, terms - first);
      const arith::MxBlock mx = arith::mx_quantise(std::span(line).subspan(first, count), out.format);
      out.scales[block * channels + c] = static_cast<float>(arith::to_fp64(arith::decode(Format::e8m0, mx.scale)));
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = side == Side::a ? c * out.cols + first + i : (first + i) * out.cols + c;
        arith::store_code(out.format, out.codes.data(), at, mx.elements[i]);
      }
    }
  }
}

}  // namespace

Quantised quantise(const Arithmetic& arithmetic, const MatrixView& values, Side side) {
  Quantised out;
  out.format = side == Side::a ? arithmetic.a : arithmetic.b;
  out.rows = static_cast<std::size_t>(values.rows);
  out.cols = static_cast<std::size_t>(values.cols);
  out.codes.resize(out.rows * out.cols * arith::code_bytes(out.format));
  if (arithmetic.scaling == Scaling::mx32) {
    quantise_blocks(out, values, side);
    return out;
  }
  const std::vector<float> all = all_values(values);
  switch (arithmetic.scaling) {
    case Scaling::tensor:
      out.scales = {arith::absmax_scale(all, out.format)};
      break;
    case Scaling::channel:
      out.scales = channel_scales(values, side, out.format);
      break;
    case Scaling::none:
    case Scaling::mx32:
      break;
  }
  quantise_values(out, {out.format, arithmetic.mantissa_bits}, all, side);
  return out;
}

}  // namespace lmulsim::inference
