// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/modelled_gemm.hpp"

#include <vector>

namespace lmulsim::quality {

using transformer::GemmCall;
using transformer::ProductKind;

std::shared_ptr<const Quantised> ModelledGemm::operand_b(const GemmCall& call, const Arithmetic& arithmetic) {
  if (call.kind == ProductKind::scores || call.kind == ProductKind::values) {
    return std::make_shared<const Quantised>(quantise(arithmetic, call.b, Side::b));
  }
  const std::scoped_lock lock(mutex_);
  const auto found = weights_.find(call.name);
  if (found != weights_.end()) {
    return found->second;
  }
  auto made = std::make_shared<const Quantised>(quantise(arithmetic, call.b, Side::b));
  return weights_.emplace(call.name, std::move(made)).first->second;
}

void ModelledGemm::run(const GemmCall& call, std::span<float> out, LayerErrors* errors, LayerOverflows* overflows) {
  const Arithmetic& arithmetic = plan_.of(call.kind, call.layer);
  if (arithmetic.plain_fp32) {
    transformer::gemm_fp32(call, out);
    return;
  }
  const Quantised a = quantise(arithmetic, call.a, Side::a);
  const std::shared_ptr<const Quantised> b = operand_b(call, arithmetic);
  const OverflowCount left_range = multiply(arithmetic, a, *b, out);
  if (overflows != nullptr && left_range.sums > 0) {
    (*overflows)[{call.layer, call.kind}] += left_range;
  }
  if (observe_) {
    observe_({call, arithmetic, a, *b});
  }
  if (errors != nullptr) {
    std::vector<float> reference(out.size());
    transformer::gemm_fp32(call, reference);
    (*errors)[{call.layer, call.kind}].add(reference, out);
  }
}

transformer::GemmFunction ModelledGemm::function(LayerErrors* errors, LayerOverflows* overflows) {
  return [this, errors, overflows](const GemmCall& call, std::span<float> out) { run(call, out, errors, overflows); };
}

}  // namespace lmulsim::quality
