// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/designs.hpp"

#include <fmt/format.h>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "machine/pipeline.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::MultiplierSpec;
using arith::Subnormals;

constexpr int kSide = 32;
constexpr std::int64_t kMemoryBytes = std::int64_t{256} * 1024;
constexpr int kWordBits = 64;

constexpr double kClockHz = 500e6;  ///< of a run that is given no other

MultiplierSpec with_zeros_for_subnormals(MultiplierKind kind) {
  return {.kind = kind, .offset = {}, .subnormals = Subnormals::daz};
}

}  // namespace

std::vector<AccumulatorKind> ladder_sums(Format format) {
  std::vector<AccumulatorKind> sums{AccumulatorKind::fp32, AccumulatorKind::bf16};
  if (arith::fixed_layout({}, format, format, machine::kReferenceMaxK).width <= arith::kMaxFixedWidth) {
    sums.push_back(AccumulatorKind::fixed);
  }
  return sums;
}

machine::Accelerator reference_design(const MultiplierSpec& multiplier, Format format, AccumulatorKind sums) {
  machine::Accelerator out;
  out.name = fmt::format("{}-{}-{}-ws-{}x{}", arith::multiplier_name(multiplier), arith::info(format).name,
                         arith::hardware(sums).word, kSide, kSide);
  out.source = "the reference design of lmulsim reproduce";
  out.rows = kSide;
  out.cols = kSide;
  out.dataflow = machine::Dataflow::weight_stationary;
  out.pe.multiplier = multiplier;
  out.pe.activation_format = format;
  out.pe.weight_format = format;
  out.pe.accumulator.kind = sums;
  if (sums == AccumulatorKind::fixed) {
    out.pe.accumulator = arith::fixed_layout(multiplier, format, format, machine::kReferenceMaxK);
    out.max_k = machine::kReferenceMaxK;
  }
  const machine::Pipeline pipeline = machine::reference_pipeline(sums);
  out.pe.mul_stages = pipeline.mul_stages;
  out.pe.acc_latency = pipeline.acc_latency;
  out.memory = {kMemoryBytes, kMemoryBytes, kMemoryBytes, kWordBits};
  out.clock_hz = kClockHz;
  return out;
}

machine::Accelerator lmul_design(Format format) {
  return reference_design(with_zeros_for_subnormals(MultiplierKind::adder), format, AccumulatorKind::fp32);
}

machine::Accelerator exact_design(Format format) {
  return reference_design(with_zeros_for_subnormals(MultiplierKind::exact), format, AccumulatorKind::fp32);
}

machine::Accelerator int8_design() {
  return reference_design(with_zeros_for_subnormals(MultiplierKind::exact), Format::int8, AccumulatorKind::int32);
}

std::vector<machine::Accelerator> ladder_designs() {
  std::vector<machine::Accelerator> all{int8_design()};
  for (const Format format : kLadderFormats) {
    for (const AccumulatorKind sums : ladder_sums(format)) {
      for (const MultiplierKind kind : {MultiplierKind::adder, MultiplierKind::exact, MultiplierKind::exact_cut}) {
        all.push_back(reference_design(with_zeros_for_subnormals(kind), format, sums));
      }
    }
  }
  return all;
}

}  // namespace lmulsim::study::paper
