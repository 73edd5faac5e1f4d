// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/operands.hpp"

#include <fmt/format.h>

#include <vector>

#include "arith/scaling.hpp"
#include "arith/thresholds.hpp"
#include "util/error.hpp"
#include "util/random.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::study {
namespace {

using arith::Format;

constexpr std::int64_t kMostValues = std::int64_t{1} << 30;

/// FNV-1a.
std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  std::uint64_t h = 0xCBF29CE484222325U ^ seed;
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return h;
}

void check_size(const graph::Operator& op) {
  const std::int64_t values = (op.gemm.m * op.gemm.k + op.gemm.k * op.gemm.n + op.gemm.m * op.gemm.n) * op.count;
  if (values > kMostValues) {
    throw InputError(
        fmt::format("{}: expected at most {} values to compute with, found {}; use --operands none (time only)",
                    op.name, kMostValues, values));
  }
}

/// Matrices of rows x cols, one after the other, row by row.
struct Matrices {
  std::int64_t rows;
  std::int64_t cols;
  bool scaled_by_row;  ///< with Scaling::channel: matrix A; the columns of B
};

/// The scales of `channel`: for each matrix, one a row or a column.
std::vector<float> channel_scales(const std::vector<float>& values, const Matrices& shape, Format format) {
  const std::int64_t channels = shape.scaled_by_row ? shape.rows : shape.cols;
  const std::int64_t length = shape.scaled_by_row ? shape.cols : shape.rows;
  const std::int64_t step = shape.scaled_by_row ? 1 : shape.cols;
  const std::int64_t size = shape.rows * shape.cols;
  std::vector<float> scales;
  std::vector<float> channel(static_cast<std::size_t>(length));
  for (std::int64_t matrix = 0; matrix * size < std::ssize(values); ++matrix) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const std::int64_t first = matrix * size + (shape.scaled_by_row ? c * shape.cols : c);
      for (std::int64_t i = 0; i < length; ++i) {
        channel[static_cast<std::size_t>(i)] = values[static_cast<std::size_t>(first + i * step)];
      }
      scales.push_back(arith::absmax_scale(channel, format));
    }
  }
  return scales;
}

/// The scale of value number `i` is number channel_of(i) of those.
std::size_t channel_of(std::int64_t i, const Matrices& shape) {
  const std::int64_t matrix = i / (shape.rows * shape.cols);
  const std::int64_t inside = i % (shape.rows * shape.cols);
  return static_cast<std::size_t>(shape.scaled_by_row ? matrix * shape.rows + inside / shape.cols
                                                      : matrix * shape.cols + inside % shape.cols);
}

/// One scale, or those of `channel`.
std::vector<float> scales_of(const std::vector<float>& values, const Matrices& shape, arith::Scaling scaling,
                             Format format) {
  switch (scaling) {
    case arith::Scaling::none:
      return {1.0F};
    case arith::Scaling::tensor:
      return {arith::absmax_scale(values, format)};
    case arith::Scaling::channel:
      return channel_scales(values, shape, format);
    case arith::Scaling::mx32:
      break;
  }
  throw InputError("operands: no array has the multipliers of the scales of mx32");
}

/// How an operand of an accelerator is made.
struct Making {
  const machine::Accelerator& accelerator;
  arith::Side side;

  [[nodiscard]] Format format() const {
    return side == arith::Side::a ? accelerator.pe.activation_format : accelerator.pe.weight_format;
  }
  /// Of the rounding `adder`.
  [[nodiscard]] arith::Thresholds thresholds() const {
    const machine::Pe& pe = accelerator.pe;
    return arith::adder_thresholds(pe.multiplier, pe.activation_format, pe.weight_format, side, "operands.rounding");
  }
};

/// value / scale as a code.
class Encoder {
 public:
  explicit Encoder(const Making& how) : format_(how.format()), rounding_(how.accelerator.operands.rounding) {
    if (rounding_ == arith::OperandRounding::adder) {
      thresholds_ = how.thresholds();
    }
  }

  [[nodiscard]] std::uint32_t code(float value, float scale) const {
    switch (rounding_) {
      case arith::OperandRounding::nearest:
        return arith::quantise(value, scale, format_);
      case arith::OperandRounding::truncate:
        return arith::quantise(value, scale, format_, arith::Rounding::truncate);
      case arith::OperandRounding::adder:
        return arith::quantise(value, scale, format_, thresholds_);
    }
    util::unreachable();
  }

 private:
  Format format_;
  arith::OperandRounding rounding_;
  arith::Thresholds thresholds_;
};

std::vector<std::uint16_t> made(const std::vector<float>& values, const Matrices& shape, const Making& how) {
  const Format format = how.format();
  const arith::Scaling scaling = how.accelerator.operands.scaling.value_or(arith::Scaling::tensor);
  const bool channels = scaling == arith::Scaling::channel;
  const std::vector<float> scales = scales_of(values, shape, scaling, format);
  const Encoder encoder(how);
  std::vector<std::uint16_t> codes;
  codes.reserve(values.size());
  for (std::int64_t i = 0; i < std::ssize(values); ++i) {
    const float scale = scales[channels ? channel_of(i, shape) : 0];
    codes.push_back(static_cast<std::uint16_t>(encoder.code(values[static_cast<std::size_t>(i)], scale)));
  }
  return codes;
}

Matrices a_of(const graph::Operator& op) {
  return {op.gemm.m, op.gemm.k, true};
}

Matrices b_of(const graph::Operator& op) {
  return {op.gemm.k, op.gemm.n, false};
}

std::vector<std::uint16_t> tensor_codes(const tensors::Tensor& tensor, const Matrices& shape, const Making& how,
                                        std::string_view where) {
  const Format format = how.format();
  if (tensor.dtype == tensors::DType::f32) {
    return made(tensor.floats(), shape, how);
  }
  const auto found = tensors::info(tensor.dtype).format;
  if (found != format) {
    throw InputError(fmt::format("{}: expected a tensor of F32 or the accelerator's {}, found {}", where,
                                 arith::info(format).name, tensors::info(tensor.dtype).name));
  }
  const std::vector<std::uint32_t> words = tensor.codes();
  return {words.begin(), words.end()};
}

}  // namespace

engine::Operands random_operands(const machine::Accelerator& acc, const graph::Operator& op, std::uint64_t seed) {
  check_size(op);
  util::SplitMix64 source(hash(op.name, seed));
  const auto draw = [&](const Matrices& shape, arith::Side side) {
    std::vector<float> values(static_cast<std::size_t>(shape.rows * shape.cols * op.count));
    for (float& v : values) {
      v = static_cast<float>(util::normal(source));
    }
    return made(values, shape, {acc, side});
  };
  engine::Operands operands;
  operands.a = draw(a_of(op), arith::Side::a);
  operands.b = draw(b_of(op), arith::Side::b);
  return operands;
}

engine::Operands tensor_operands(const machine::Accelerator& acc, const graph::Operator& op,
                                 const tensors::Tensors& tensors) {
  check_size(op);
  engine::Operands operands;
  operands.a = tensor_codes(tensors.at(*op.a_tensor), a_of(op), {acc, arith::Side::a}, op.name + ": A");
  operands.b = tensor_codes(tensors.at(*op.b_tensor), b_of(op), {acc, arith::Side::b}, op.name + ": B");
  return operands;
}

}  // namespace lmulsim::study
