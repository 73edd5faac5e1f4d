// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "accumulator_stimulus.hpp"
#include "util/error.hpp"

namespace lmulsim::rtl_test {

arith::AccWord reference_sum(const AccConfig& config, const Step& step) {
  const arith::AccumulatorSpec& spec = config.acc;
  if (spec.kind == arith::AccumulatorKind::fixed && (spec.width < 1 || spec.width > arith::kMaxFixedWidth)) {
    throw InputError("fixed accumulator: expected a width that the hardware can hold");
  }
  return arith::accumulate(spec, step.acc, step.product);
}

}  // namespace lmulsim::rtl_test
