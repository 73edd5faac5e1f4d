// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/designs.hpp"

#include <fmt/format.h>

#include "arith/spec.hpp"

namespace lmulsim::study::paper {
namespace {

using arith::AccumulatorKind;
using arith::Format;
using arith::MultiplierKind;
using arith::Subnormals;

constexpr int kSide = 32;
constexpr std::int64_t kMemoryBytes = std::int64_t{256} * 1024;
constexpr int kWordBits = 64;

machine::Accelerator design(std::string_view multiplier, MultiplierKind kind, Format format) {
  const arith::FormatInfo& info = arith::info(format);
  machine::Accelerator out;
  out.name = fmt::format("{}-{}-ws-{}x{}", multiplier, info.name, kSide, kSide);
  out.source = "the reference design of lmulsim reproduce";
  out.rows = kSide;
  out.cols = kSide;
  out.dataflow = machine::Dataflow::weight_stationary;
  out.pe.multiplier = {.kind = kind, .offset = {}, .subnormals = Subnormals::daz};
  out.pe.activation_format = format;
  out.pe.weight_format = format;
  out.pe.accumulator.kind = info.is_integer() ? AccumulatorKind::int32 : AccumulatorKind::fp32;
  out.memory = {kMemoryBytes, kMemoryBytes, kMemoryBytes, kWordBits};
  out.clock_hz = kReferenceClockHz;
  return out;
}

}  // namespace

machine::Accelerator lmul_design(Format format) {
  return design("lmul", MultiplierKind::adder, format);
}

machine::Accelerator exact_design(Format format) {
  return design("exact", MultiplierKind::exact, format);
}

machine::Accelerator int8_design() {
  return exact_design(Format::int8);
}

}  // namespace lmulsim::study::paper
