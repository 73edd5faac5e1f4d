// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/conservation.hpp"

#include "arith/format.hpp"
#include "mapping/loops.hpp"

namespace lmulsim::report {
namespace {

using mapping::Dataflow;

constexpr std::int64_t kResultBytes = 4;  ///< results leave as fp32 or int32

/// What the extents and tiles of a program demand.
struct Expected {
  std::int64_t a_beats, b_beats, c_beats, o_beats;
  std::int64_t activation_reads, weight_reads;
};

Expected expect(const mapping::Program& program) {
  const mapping::ArrayShape& s = program.shape();
  const mapping::Gemm& g = program.gemm();
  const std::int64_t count = program.count();
  const std::int64_t passes = program.row_tiles() * program.col_tiles() * count;
  const std::int64_t a_words = g.m * g.k * count;
  const std::int64_t b_words = g.k * g.n * count;
  if (s.dataflow == Dataflow::output_stationary) {
    const std::int64_t beats = passes * g.k * s.acc_latency;
    const std::int64_t results = passes * s.rows * s.acc_latency;
    return {beats, beats, 0, results, a_words * program.col_tiles(), b_words * program.row_tiles()};
  }
  const std::int64_t streamed = program.extents().stream;
  const std::int64_t beats = passes * streamed;
  const std::int64_t continued = (program.row_tiles() - 1) * program.col_tiles() * count * streamed;
  const bool weights_stay = s.dataflow == Dataflow::weight_stationary;
  return {.a_beats = beats,
          .b_beats = passes * program.stream_blocks() * s.rows,
          .c_beats = continued,
          .o_beats = beats,
          .activation_reads = a_words * (weights_stay ? program.col_tiles() : program.stream_blocks()),
          .weight_reads = b_words * (weights_stay ? program.stream_blocks() : program.col_tiles())};
}

std::int64_t bytes_of(std::int64_t words, arith::Format format) {
  return mapping::ceil_div(words * arith::info(format).width(), 8);
}

}  // namespace

void check_conservation(CheckList& checks, const config::Accelerator& acc, const mapping::Program& program,
                        const activity::Activity& a, std::int64_t cycles, std::string_view where) {
  const mapping::Gemm& g = program.gemm();
  const std::int64_t count = program.count();
  const std::int64_t useful = g.m * g.n * g.k * count;
  const std::int64_t pes = std::int64_t{acc.rows} * acc.cols;
  const Expected e = expect(program);
  const std::int64_t padding = e.a_beats * pes - useful;
  checks.equal("useful MACs = M * N * K", useful, a.macs_useful, where);
  checks.equal("issued MACs = useful + padding", a.macs_useful + padding, a.macs_issued, where);
  checks.equal("busy + stall + idle = total cycles", cycles, a.total_cycles(), where);
  checks.equal("busy cycles = beats of the moving operand", e.a_beats, a.busy_cycles, where);
  checks.equal("beats in: moving operand", e.a_beats, a.a_beats, where);
  checks.equal("beats in: top operand", e.b_beats, a.b_beats, where);
  checks.equal("beats in: partial sums", e.c_beats, a.c_beats, where);
  checks.equal("beats out: results", e.o_beats, a.o_beats, where);
  checks.equal("activation words read", e.activation_reads, a.activation_reads, where);
  checks.equal("weight words read", e.weight_reads, a.weight_reads, where);

  const std::int64_t results = g.m * g.n * count;
  const std::int64_t rereads = acc.dataflow == Dataflow::output_stationary ? 0 : results * (program.row_tiles() - 1);
  checks.equal("partial sums read again = one per further K tile", rereads, a.accumulator_reads, where);
  checks.equal("accumulator writes - reads = results", results, a.accumulator_writes - a.accumulator_reads, where);

  const mapping::Residency r = mapping::residency(acc, program);
  const std::int64_t read_bytes = count * (bytes_of(g.m * g.k, acc.pe.activation_format) * r.activation_loads +
                                           bytes_of(g.k * g.n, acc.pe.weight_format) * r.weight_loads);
  checks.equal("bytes from DRAM = operands * times loaded", read_bytes, a.dram_read_bytes, where);
  checks.equal("bytes to DRAM = results", results * kResultBytes, a.dram_write_bytes, where);
}

}  // namespace lmulsim::report
