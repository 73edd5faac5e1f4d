// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "arith/format.hpp"
#include "graph/gemm_shape.hpp"
#include "tensors/tensor.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::graph {

enum class OperatorKind : std::uint8_t {
  gemm,
  softmax,
  layer_norm,
  rms_norm,
  gelu,
  silu,
  tanh,
  gelu_multiply,  ///< gelu(gate) * up
  silu_multiply,  ///< silu(gate) * up
  rotary,
  residual_add,
  scale_mask,   ///< attention scores times a constant, plus the mask
  soft_cap,     ///< cap * tanh(x / cap)
  embedding,    ///< table look-up, positions added
  combine,      ///< weighted sum of expert outputs
  convert,      ///< change of number format
  elementwise,  ///< any other function of single elements
  reduce,       ///< sums, means, maxima and pooling
};

inline constexpr auto kOperatorKindNames = util::enum_names<OperatorKind>(
    "gemm", "softmax", "layer_norm", "rms_norm", "gelu", "silu", "tanh", "gelu_multiply", "silu_multiply", "rotary",
    "residual_add", "scale_mask", "soft_cap", "embedding", "combine", "convert", "elementwise", "reduce");

[[nodiscard]] constexpr std::string_view name_of(OperatorKind kind) {
  return kOperatorKindNames[kind];
}

/// Where a GEMM's second operand comes from: parameters of the model, an activation computed in this run (the keys and
/// values of a prefill), or the key/value cache.
enum class OperandSource : std::uint8_t { weights, activation, kv_cache };

inline constexpr auto kOperandSourceNames = util::enum_names<OperandSource>("weights", "activation", "kv_cache");

enum class Phase : std::uint8_t { prefill, decode };

inline constexpr auto kPhaseNames = util::enum_names<Phase>("prefill", "decode");

/// One node of the graph. A GEMM is `count` independent equal products C[m x n] = A[m x k] * B[k x n]; product i uses
/// its own A and B number i / b_shared. Files may say b_shared; what runs has 1 (fold_shared()).
struct Operator {
  std::string name;  ///< unique in the workload
  OperatorKind kind = OperatorKind::gemm;
  int layer = -1;  ///< -1: outside the layers

  // GEMM only.
  Gemm gemm;
  std::int64_t count = 1;
  std::int64_t b_shared = 1;
  OperandSource b_source = OperandSource::weights;
  bool bias = false;                      ///< one value per column is added to the result
  std::optional<arith::Format> a_format;  ///< unset: the accelerator's
  std::optional<arith::Format> b_format;
  /// Names in Workload::tensors: A [count, m, k], B [count / b_shared, k, n], the expected result [count, m, n]; the
  /// first dimension may be absent when it is 1.
  std::optional<std::string> a_tensor;
  std::optional<std::string> b_tensor;
  std::optional<std::string> out_tensor;

  // Other kinds only.
  std::int64_t elements = 0;  ///< results
  std::int64_t rows = 0;      ///< independent reductions (softmax, norms); 0 for element-wise kinds

  std::vector<int> depends_on;  ///< indices of earlier operators

  /// Multiply-accumulates; 0 for other kinds.
  [[nodiscard]] std::int64_t macs() const { return gemm.m * gemm.n * gemm.k * count; }
  /// Distinct operand values read and results written by a GEMM, in elements.
  [[nodiscard]] std::int64_t a_elements() const { return gemm.m * gemm.k * count; }
  [[nodiscard]] std::int64_t b_elements() const { return gemm.k * gemm.n * (count / b_shared); }
  [[nodiscard]] std::int64_t out_elements() const {
    return kind == OperatorKind::gemm ? gemm.m * gemm.n * count : elements;
  }
};

/// What an accelerator is asked to do: operators in an order that respects their dependencies.
struct Workload {
  std::string name;
  std::string source;  ///< the file it came from, and where that file's facts came from
  Phase phase = Phase::prefill;
  std::int64_t batch = 1;
  std::int64_t seq = 0;         ///< tokens per sequence processed in this run (1 in decode); 0: not a token model
  std::int64_t context = 0;     ///< keys a token can attend to, itself included; 0: not a token model
  std::int64_t parameters = 0;  ///< learned numbers of the parts included; 0: unknown
  std::vector<std::string> assumptions;  ///< what the shapes take for granted, in sentences for the report
  std::vector<Operator> operators;
  tensors::Tensors tensors;

  [[nodiscard]] std::int64_t macs() const;
  [[nodiscard]] std::int64_t gemm_count() const;  ///< products, each counted
};

/// Throws InputError "where: operator: reason" unless names are unique, dependencies point backwards, sizes are
/// positive and small enough that totals fit 63 bits, and every tensor named exists with the right shape.
void validate(const Workload& workload, std::string_view where);

/// Makes one product of every b_shared products that have the same B: their rows of A follow each other in memory, and
/// so do those of the result, so that m grows b_shared times, count shrinks as much, and B is read once. Tensors get
/// the new shape; one that another operator names is copied. Says so in `assumptions`.
void fold_shared(Workload& workload);

}  // namespace lmulsim::graph
