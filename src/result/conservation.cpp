// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/conservation.hpp"

#include <utility>

#include "arith/format.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "result/off_chip.hpp"
#include "util/error.hpp"

namespace lmulsim::result {
namespace {

using machine::Activity;
using machine::Dataflow;

/// The counts of the channels and scratchpads that the extents and tiles of a program demand.
Activity expect(const mapping::Program& program) {
  const machine::ArrayShape& s = program.shape();
  const graph::Gemm& g = program.gemm();
  const std::int64_t count = program.count();
  const std::int64_t passes = program.row_tiles() * program.col_tiles() * count;
  const std::int64_t a_words = g.m * g.k * count;
  const std::int64_t b_words = g.k * g.n * count;
  if (s.dataflow == Dataflow::output_stationary) {
    const std::int64_t beats = passes * ((g.k + s.products - 1) / s.products) * s.acc_latency;
    const std::int64_t results = passes * s.rows * s.acc_latency;
    return {.moving_beats = beats,
            .stationary_beats = beats,
            .result_beats = results,
            .activation_reads = a_words * program.col_tiles(),
            .weight_reads = b_words * program.row_tiles()};
  }
  const std::int64_t streamed = program.extents().stream;
  const std::int64_t beats = passes * streamed;
  const std::int64_t continued = (program.row_tiles() - 1) * program.col_tiles() * count * streamed;
  const bool weights_stay = s.dataflow == Dataflow::weight_stationary;
  return {.moving_beats = beats,
          .stationary_beats = passes * program.stream_blocks() * s.rows,
          .psum_beats = continued,
          .result_beats = beats,
          .activation_reads = a_words * (weights_stay ? program.col_tiles() : program.stream_blocks()),
          .weight_reads = b_words * (weights_stay ? program.stream_blocks() : program.col_tiles())};
}

/// Laws of one count each, against expect().
constexpr std::pair<const char*, std::int64_t Activity::*> kDirectLaws[] = {
    {"beats in: moving operand", &Activity::moving_beats},  {"beats in: top operand", &Activity::stationary_beats},
    {"beats in: partial sums", &Activity::psum_beats},      {"beats out: results", &Activity::result_beats},
    {"activation words read", &Activity::activation_reads}, {"weight words read", &Activity::weight_reads},
};

std::int64_t bytes_of(std::int64_t words, arith::Format format) {
  return mapping::ceil_div(words * arith::info(format).width(), 8);
}

/// Whole bytes of the accumulator's word.
std::int64_t word_bytes(const arith::AccumulatorSpec& accumulator) {
  constexpr int kNanTwoInfinitiesOverflow = 4;
  switch (accumulator.kind) {
    case arith::AccumulatorKind::fp32:
    case arith::AccumulatorKind::int32:
    case arith::AccumulatorKind::int_group:
    case arith::AccumulatorKind::aligned:
      return 4;
    case arith::AccumulatorKind::bf16:
    case arith::AccumulatorKind::fp16:
      return 2;
    case arith::AccumulatorKind::e4m3:
      return 1;
    case arith::AccumulatorKind::fixed:
    case arith::AccumulatorKind::narrow:
      return (accumulator.width + kNanTwoInfinitiesOverflow + 7) / 8;
    case arith::AccumulatorKind::group:
      return accumulator.width == 0 ? 4 : (accumulator.width + kNanTwoInfinitiesOverflow + 7) / 8;
    case arith::AccumulatorKind::floating:
      break;
  }
  throw InputError(arith::no_hardware(accumulator));
}

void check_traffic(CheckList& checks, const machine::Accelerator& acc, const mapping::Program& program,
                   const Activity& a, std::string_view where) {
  const std::int64_t results = program.gemm().m * program.gemm().n * program.count();
  const Misses missed = misses(acc, program);
  const std::int64_t read = program.count() * (bytes_of(missed.activation_words, acc.pe.activation_format) +
                                               bytes_of(missed.weight_words, acc.pe.weight_format));
  checks.equal("bytes from DRAM = what the scratchpads miss", read, a.dram_read_bytes, where);
  checks.equal("bytes to DRAM = results", results * word_bytes(acc.pe.accumulator), a.dram_write_bytes, where);
}

}  // namespace

void check_conservation(CheckList& checks, const machine::Accelerator& acc, const mapping::Program& program,
                        const Activity& a, std::int64_t cycles, std::string_view where) {
  const graph::Gemm& g = program.gemm();
  const std::int64_t count = program.count();
  const std::int64_t useful = g.m * g.n * g.k * count;
  const std::int64_t pes = std::int64_t{acc.rows} * acc.cols * program.shape().products;  // products a beat
  const Activity e = expect(program);
  const std::int64_t padding = e.moving_beats * pes - useful;
  checks.equal("useful MACs = M * N * K", useful, a.macs_useful, where);
  checks.equal("issued MACs = useful + padding", a.macs_useful + padding, a.macs_issued, where);
  checks.equal("busy + stall + idle = total cycles", cycles, a.total_cycles(), where);
  checks.equal("busy cycles = beats of the moving operand", e.moving_beats, a.busy_cycles, where);
  for (const auto& [law, member] : kDirectLaws) {
    checks.equal(law, e.*member, a.*member, where);
  }

  const std::int64_t results = g.m * g.n * count;
  const std::int64_t rereads = acc.dataflow == Dataflow::output_stationary ? 0 : results * (program.row_tiles() - 1);
  checks.equal("partial sums read again = one per further K tile", rereads, a.accumulator_reads, where);
  checks.equal("accumulator writes - reads = results", results, a.accumulator_writes - a.accumulator_reads, where);
  check_traffic(checks, acc, program, a, where);
}

}  // namespace lmulsim::result
