// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "timing/scalesim_gap.hpp"

#include "timing/closed_form.hpp"

namespace lmulsim::timing {

using mapping::ceil_div;

std::vector<std::pair<std::string, std::int64_t>> scalesim_gap(const mapping::Program& program) {
  const machine::ArrayShape& s = program.shape();
  const mapping::Extents e = mapping::extents(s.dataflow, mapping::in_beats(s, program.gemm()));
  const CycleTerms t = ClosedForm(program).terms();
  const bool output = s.dataflow == machine::Dataflow::output_stationary;
  const std::int64_t folds = program.count() * ceil_div(e.rows, s.rows) * ceil_div(e.cols, s.cols);
  // Cycles of a fold beside its stream: SCALE-Sim charges them to every fold, hardware hides all but one behind its
  // neighbours.
  const std::int64_t edges = output ? s.rows + s.cols - 2 : 2 * s.rows + s.cols - 2;

  std::vector<std::pair<std::string, std::int64_t>> terms;
  const auto add = [&](const char* name, std::int64_t cycles) {
    if (cycles != 0) {
      terms.emplace_back(name, cycles);
    }
  };
  add("overlap: fill, skew and drain hidden behind neighbouring tiles", -(folds - 1) * edges);
  add("total printed one low for each product", program.count());
  add("operand and result registers of a PE", 2);
  add("product registers (S)", s.mul_stages);
  add("results leave through the rows (R)", output ? s.rows : 0);
  add("deeper accumulators (L - 1)", std::int64_t{s.acc_latency - 1} * (output ? s.rows + 1 : s.rows));
  add("interleaved results of partly filled tiles", t.stream - folds * e.stream);
  add("tiles wait for the next stationary tile", t.load_bound);
  add("tiles wait for partial sums", t.dependency);
  add("tiles wait for the previous results to leave", t.drain_bound);
  return terms;
}

}  // namespace lmulsim::timing
