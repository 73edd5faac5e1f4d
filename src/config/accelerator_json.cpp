// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/accelerator_json.hpp"

#include <boost/json.hpp>

#include "arith/names.hpp"
#include "config/dataflow_names.hpp"
#include "config/portable_path.hpp"

namespace lmulsim::config {
namespace {

boost::json::object pe_json(const machine::Accelerator& acc) {
  const machine::Pe& pe = acc.pe;
  boost::json::object out{
      {"multiplier", arith::multiplier_name(pe.multiplier)},
      {"activation_format", arith::info(pe.activation_format).name},
      {"weight_format", arith::info(pe.weight_format).name},
      {"subnormals", arith::subnormals_name(pe.multiplier.subnormals)},
      {"product", "wide"},
      {"accumulator", arith::accumulator_name(pe.accumulator)},
      {"mul_stages", pe.mul_stages},
      {"acc_latency", pe.acc_latency},
  };
  if (pe.accumulator.kind == arith::AccumulatorKind::fixed) {
    out["max_k"] = acc.max_k;
    out["accumulator_bits"] = pe.accumulator.width;
    out["accumulator_lsb_exponent"] = pe.accumulator.lsb;
  }
  return out;
}

boost::json::object memory_json(const machine::Memory& memory) {
  boost::json::object out;
  if (memory.split_bytes > 0) {
    out["sram_kib"] = memory.split_bytes / 1024;
  }
  out["activation_kib"] = memory.activation_bytes / 1024;
  out["weight_kib"] = memory.weight_bytes / 1024;
  out["accumulator_kib"] = memory.accumulator_bytes / 1024;
  out["word_bits"] = memory.word_bits;
  return out;
}

}  // namespace

boost::json::object to_json(const machine::Accelerator& acc) {
  return {
      {"name", acc.name},
      {"source", portable_path(acc.source)},
      {"array", {{"rows", acc.rows}, {"cols", acc.cols}, {"dataflow", dataflow_name(acc.dataflow)}}},
      {"pe", pe_json(acc)},
      {"memory", memory_json(acc.memory)},
      {"clock_mhz", acc.clock_hz / 1e6},
  };
}

}  // namespace lmulsim::config
