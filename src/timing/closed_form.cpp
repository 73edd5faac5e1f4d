// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "timing/closed_form.hpp"

#include <algorithm>

namespace lmulsim::timing {

using machine::Dataflow;
using mapping::Program;

namespace {

std::int64_t last_result_latency(const machine::ArrayShape& s) {
  const std::int64_t slots = std::int64_t{s.rows} * s.acc_latency;
  return s.dataflow == Dataflow::output_stationary ? s.mul_stages + s.acc_latency + s.rows + s.cols + slots - 1
                                                   : mapping::stationary_latency(s);
}

}  // namespace

ClosedForm::ClosedForm(const Program& program)
    : p_(program),
      output_(program.shape().dataflow == Dataflow::output_stationary),
      latency_(last_result_latency(program.shape())) {
  terms_.drain = latency_;
  if (output_) {
    output_terms();
  } else {
    stationary_terms();
  }
}

// Distance of two consecutive tiles that do not wait for each other's sums.
std::int64_t ClosedForm::period(std::int64_t beats) const {
  return std::max(beats, mapping::least_period(p_.shape()));
}

std::int64_t ClosedForm::block_stream(std::int64_t block) const {
  const std::int64_t size = p_.loops().stream_block;
  return std::min(size, p_.extents().stream - block * size);
}

// Distance of a group's tiles of neighbouring K: all columns of the group, or a round trip of the partial sums.
std::int64_t ClosedForm::row_step(std::int64_t stream, std::int64_t cols) const {
  return std::max(cols * period(stream), latency_ + 1);
}

// First tile of a group to first tile of the next.
std::int64_t ClosedForm::group_span(std::int64_t stream, std::int64_t cols) const {
  return (p_.row_tiles() - 1) * row_step(stream, cols) + cols * period(stream);
}

std::int64_t ClosedForm::block_span(std::int64_t stream) const {
  const std::int64_t group = std::min(p_.loops().col_group, p_.col_tiles());
  const std::int64_t whole = p_.col_tiles() / group;
  const std::int64_t rest = p_.col_tiles() % group;
  return whole * group_span(stream, group) + (rest > 0 ? group_span(stream, rest) : 0);
}

void ClosedForm::stationary_terms() {
  const std::int64_t blocks = p_.stream_blocks();
  const std::int64_t tiles_per_block = p_.row_tiles() * p_.col_tiles();
  const std::int64_t whole = block_stream(0);
  const std::int64_t last = block_stream(blocks - 1);
  gemm_span_ = (blocks - 1) * block_span(whole) + block_span(last);
  const std::int64_t waits = tiles_per_block * ((blocks - 1) * (period(whole) - whole) + (period(last) - last));
  const std::int64_t stream = tiles_per_block * p_.extents().stream;
  terms_.fill = p_.shape().rows;
  terms_.stream = p_.count() * stream;
  // Nothing follows the very last tile.
  terms_.load_bound = p_.count() * waits - (period(last) - last);
  terms_.dependency = p_.count() * (gemm_span_ - stream - waits);
}

void ClosedForm::output_terms() {
  const std::int64_t beats = p_.tile(0).beats;
  terms_.stream = p_.size() * beats;
  terms_.drain_bound = (p_.size() - 1) * (period(beats) - beats);
}

std::int64_t ClosedForm::stationary_start(std::int64_t index) const {
  const std::int64_t in_gemm = index % p_.tiles_per_gemm();
  const std::int64_t tiles_per_block = p_.row_tiles() * p_.col_tiles();
  const std::int64_t block = in_gemm / tiles_per_block;
  const std::int64_t in_block = in_gemm % tiles_per_block;
  const std::int64_t group_cols = p_.loops().col_group;
  const std::int64_t group = in_block / (p_.row_tiles() * group_cols);
  const std::int64_t cols = std::min(group_cols, p_.col_tiles() - group * group_cols);
  const std::int64_t in_group = in_block - group * group_cols * p_.row_tiles();
  const std::int64_t stream = block_stream(block);
  return p_.shape().rows + index / p_.tiles_per_gemm() * gemm_span_ + block * block_span(block_stream(0)) +
         group * group_span(stream, group_cols) + in_group / cols * row_step(stream, cols) +
         in_group % cols * period(stream);
}

CommandTime ClosedForm::command(std::int64_t index) const {
  const std::int64_t beats = p_.tile(index).beats;
  const std::int64_t start = output_ ? index * period(beats) : stationary_start(index);
  return {start, start + beats + latency_};
}

machine::Activity ClosedForm::activity() const {
  machine::Activity a;
  const graph::Gemm& g = p_.gemm();
  const mapping::Extents& e = p_.extents();
  const machine::ArrayShape& s = p_.shape();
  const std::int64_t count = p_.count();
  a.busy_cycles = a.moving_beats = terms_.stream;
  a.stall_cycles = total() - terms_.stream - terms_.drain;
  a.idle_cycles = terms_.drain;
  a.macs_issued = a.moving_beats * s.rows * s.cols * s.products;
  a.macs_useful = count * g.m * g.n * g.k;
  a.macs_zero_operand = -1;
  const std::int64_t moving_reads = count * e.rows * e.stream * p_.col_tiles();
  if (output_) {
    a.stationary_beats = a.moving_beats;
    a.result_beats = p_.size() * mapping::tile_rows(s);
    a.activation_reads = moving_reads;
    a.weight_reads = count * e.cols * e.stream * p_.row_tiles();
    a.accumulator_writes = count * g.m * g.n;
    return a;
  }
  const std::int64_t stationary_reads = count * e.rows * e.cols * p_.stream_blocks();
  const bool weights_stay = s.dataflow == Dataflow::weight_stationary;
  a.stationary_beats = p_.size() * s.rows;
  a.psum_beats = count * (p_.row_tiles() - 1) * p_.col_tiles() * e.stream;
  a.result_beats = a.moving_beats;
  a.activation_reads = weights_stay ? moving_reads : stationary_reads;
  a.weight_reads = weights_stay ? stationary_reads : moving_reads;
  a.accumulator_writes = count * p_.row_tiles() * e.cols * e.stream;
  a.accumulator_reads = count * (p_.row_tiles() - 1) * e.cols * e.stream;
  return a;
}

}  // namespace lmulsim::timing
