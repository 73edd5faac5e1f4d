// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/operands.hpp"

#include <fmt/format.h>

#include <vector>

#include "arith/scaling.hpp"
#include "util/error.hpp"
#include "util/random.hpp"

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

std::vector<std::uint16_t> quantised(const std::vector<float>& values, Format format) {
  const float scale = arith::absmax_scale(values, format);
  std::vector<std::uint16_t> codes;
  codes.reserve(values.size());
  for (const float v : values) {
    codes.push_back(static_cast<std::uint16_t>(arith::quantise(v, scale, format)));
  }
  return codes;
}

std::vector<std::uint16_t> tensor_codes(const tensors::Tensor& tensor, Format format, std::string_view where) {
  if (tensor.dtype == tensors::DType::f32) {
    return quantised(tensor.floats(), format);
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
  const auto draw = [&](std::int64_t count, Format format) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (float& v : values) {
      v = static_cast<float>(util::normal(source));
    }
    return quantised(values, format);
  };
  engine::Operands operands;
  operands.a = draw(op.gemm.m * op.gemm.k * op.count, acc.pe.activation_format);
  operands.b = draw(op.gemm.k * op.gemm.n * op.count, acc.pe.weight_format);
  return operands;
}

engine::Operands tensor_operands(const machine::Accelerator& acc, const graph::Operator& op,
                                 const tensors::Tensors& tensors) {
  check_size(op);
  engine::Operands operands;
  operands.a = tensor_codes(tensors.at(*op.a_tensor), acc.pe.activation_format, op.name + ": A");
  operands.b = tensor_codes(tensors.at(*op.b_tensor), acc.pe.weight_format, op.name + ": B");
  return operands;
}

}  // namespace lmulsim::study
