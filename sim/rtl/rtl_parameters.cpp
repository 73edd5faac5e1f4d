// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/rtl_parameters.hpp"

#include <fmt/format.h>

#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::sim {

namespace {

// The constants of rtl/lmulsim_pkg.sv; a test reads both.
int format_code(arith::Format format) {
  switch (format) {
    case arith::Format::e4m3:
      return 0;
    case arith::Format::e5m2:
      return 1;
    case arith::Format::bf16:
      return 2;
    case arith::Format::fp16:
      return 3;
    case arith::Format::int8:
      return 4;
    case arith::Format::e3m4:
    case arith::Format::e3m2:
    case arith::Format::e2m3:
    case arith::Format::e2m1:
    case arith::Format::e8m0:
    case arith::Format::fp32:
    case arith::Format::int4:
      break;
  }
  throw InputError(fmt::format("RTL: expected an operand format of e4m3, e5m2, bf16, fp16, int8, found {}",
                               arith::info(format).name));
}

int multiplier_code(const arith::MultiplierSpec& spec) {
  switch (spec.kind) {
    case arith::MultiplierKind::exact:
      return 0;
    case arith::MultiplierKind::adder:
      return 1;
    case arith::MultiplierKind::lmul_real:
      break;
  }
  throw InputError(fmt::format("RTL: expected a multiplier of exact, lmul, mitchell, adder:D, found {}",
                               arith::multiplier_name(spec)));
}

int accumulator_code(const arith::AccumulatorSpec& spec) {
  switch (spec.kind) {
    case arith::AccumulatorKind::fp32:
      return 0;
    case arith::AccumulatorKind::bf16:
      return 1;
    case arith::AccumulatorKind::fixed:
      return 2;
    case arith::AccumulatorKind::int32:
      return 3;
    case arith::AccumulatorKind::fp16:
    case arith::AccumulatorKind::e4m3:
    case arith::AccumulatorKind::aligned:
      break;
  }
  throw InputError(
      fmt::format("RTL: expected an accumulator of fp32, bf16, fixed, int32, found {}", arith::accumulator_name(spec)));
}

}  // namespace

std::vector<RtlParameter> rtl_parameters(const ArrayParams& p) {
  const bool output = p.shape.dataflow == mapping::Dataflow::output_stationary;
  const bool adder = p.multiplier.kind == arith::MultiplierKind::adder;
  const bool fixed = p.accumulator.kind == arith::AccumulatorKind::fixed;
  const int offset = adder ? static_cast<int>(arith::adder_offset(p.multiplier, p.moving, p.top)) : 0;
  return {
      {"Dataflow", output ? 1 : 0},
      {"Rows", p.shape.rows},
      {"Cols", p.shape.cols},
      {"FmtA", format_code(p.moving)},
      {"FmtB", format_code(p.top)},
      {"Mul", multiplier_code(p.multiplier)},
      {"Offset", offset},
      {"Subnormals", p.multiplier.subnormals == arith::Subnormals::daz ? 0 : 1},
      {"Acc", accumulator_code(p.accumulator)},
      {"FixedWidth", fixed ? p.accumulator.width : 8},
      {"FixedLsb", fixed ? p.accumulator.lsb : 0},
      {"MulStages", p.shape.mul_stages},
      {"AccLatency", p.shape.acc_latency},
  };
}

}  // namespace lmulsim::sim
