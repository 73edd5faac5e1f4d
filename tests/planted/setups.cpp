// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "setups.hpp"

#include "arith/accumulate.hpp"
#include "arith/names.hpp"

namespace lmulsim::planted {

namespace {

using arith::AccumulatorKind;
using arith::Format;
using machine::Dataflow;

constexpr arith::MultiplierSpec kLmul{.kind = arith::MultiplierKind::adder, .subnormals = arith::Subnormals::daz};

machine::Pe pe(const arith::MultiplierSpec& multiplier, Format format, const arith::AccumulatorSpec& accumulator,
               int mul_stages = 0, int acc_latency = 1) {
  return {.multiplier = multiplier,
          .activation_format = format,
          .weight_format = format,
          .accumulator = accumulator,
          .mul_stages = mul_stages,
          .acc_latency = acc_latency};
}

machine::Accelerator array(Dataflow dataflow, const machine::Pe& pe) {
  machine::Accelerator acc;
  acc.rows = 3;
  acc.cols = 3;
  acc.dataflow = dataflow;
  acc.pe = pe;
  return acc;
}

machine::Pe mixed_pe() {
  machine::Pe mixed = pe({}, Format::e4m3, {.kind = AccumulatorKind::bf16});
  mixed.weight_format = Format::bf16;
  return mixed;
}

machine::Pe mixed_logs() {
  machine::Pe mixed = pe(arith::parse_multiplier("antilog:5"), *arith::format_from_name("log34"),
                         {.kind = AccumulatorKind::narrow, .width = 20, .lsb = -6});
  mixed.weight_format = *arith::format_from_name("log43");
  return mixed;
}

}  // namespace

std::string_view setup_name(Setup setup) {
  switch (setup) {
    case Setup::lmul:
      return "lmul";
    case Setup::pipelined:
      return "pipelined";
    case Setup::exact:
      return "exact";
    case Setup::bf16_lmul:
      return "bf16_lmul";
    case Setup::bf16_acc:
      return "bf16_acc";
    case Setup::mixed:
      return "mixed";
    case Setup::fixed:
      return "fixed";
    case Setup::narrow:
      return "narrow";
    case Setup::group:
      return "group";
    case Setup::rounded:
      return "rounded";
    case Setup::group_int8:
      return "group_int8";
    case Setup::logs:
      return "logs";
    case Setup::log_group:
      return "log_group";
    case Setup::int8:
      return "int8";
    case Setup::output:
      return "output";
  }
  return "";
}

machine::Accelerator accelerator(Setup setup) {
  switch (setup) {
    case Setup::lmul:
      return array(Dataflow::weight_stationary, pe(kLmul, Format::e4m3, {}));
    case Setup::pipelined:
      return array(Dataflow::weight_stationary, pe(kLmul, Format::e4m3, {}, 1, 2));
    case Setup::exact:
      return array(Dataflow::input_stationary, pe({}, Format::e5m2, {}));
    case Setup::bf16_lmul:
      return array(Dataflow::weight_stationary, pe(kLmul, Format::bf16, {}));
    case Setup::bf16_acc:
      return array(Dataflow::weight_stationary, pe({}, Format::e4m3, {.kind = AccumulatorKind::bf16}));
    case Setup::mixed:
      return array(Dataflow::weight_stationary, mixed_pe());
    case Setup::fixed:
      return array(Dataflow::weight_stationary,
                   pe({}, Format::e5m2, arith::fixed_layout({}, Format::e5m2, Format::e5m2, 1)));
    case Setup::narrow:
      return array(Dataflow::weight_stationary,
                   pe({}, Format::e4m3, {.kind = AccumulatorKind::narrow, .width = 12, .lsb = 3}));
    case Setup::group:
      return array(Dataflow::weight_stationary,
                   pe({}, Format::e4m3, {.kind = AccumulatorKind::group, .fraction_bits = 6, .group = 4}, 3, 2));
    case Setup::rounded:
      return array(
          Dataflow::input_stationary,
          pe({}, Format::e5m2, {.kind = AccumulatorKind::group, .width = 9, .lsb = 2, .fraction_bits = 5, .group = 3}));
    case Setup::group_int8:
      return array(Dataflow::output_stationary,
                   pe({}, Format::int8, {.kind = AccumulatorKind::int_group, .group = 2}, 2, 1));
    case Setup::logs:
      return array(Dataflow::weight_stationary, mixed_logs());
    case Setup::log_group:
      return array(Dataflow::output_stationary,
                   pe(arith::parse_multiplier("antilog:6"), *arith::format_from_name("log34"),
                      {.kind = AccumulatorKind::group, .fraction_bits = 7, .group = 4}, 3, 2));
    case Setup::int8:
      return array(Dataflow::weight_stationary, pe({}, Format::int8, {.kind = AccumulatorKind::int32}));
    case Setup::output:
      return array(Dataflow::output_stationary, pe({}, Format::int8, {.kind = AccumulatorKind::int32}, 1, 2));
  }
  return {};
}

}  // namespace lmulsim::planted
