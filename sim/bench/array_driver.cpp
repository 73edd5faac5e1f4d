// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/array_driver.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mapping/program.hpp"
#include "util/error.hpp"

namespace lmulsim::bench {

using machine::Dataflow;

ArrayDriver::ArrayDriver(const engine::ArrayParams& params, const mapping::Program& program,
                         const engine::Operands* operands, const engine::RunOptions& options)
    : params_(params),
      program_(program),
      view_(params, program, operands),
      stalls_(options.stalls),
      keep_times_(options.keep_command_times),
      has_values_(operands != nullptr),
      in_(params.shape) {
  const graph::Gemm& g = program.gemm();
  for (auto& rows : nonzero_) {
    rows.resize(static_cast<std::size_t>(params.shape.rows));
  }
  if (has_values_) {
    result_.outputs.resize(static_cast<std::size_t>(program.count() * g.m * g.n));
  }
  if (keep_times_) {
    result_.commands.resize(static_cast<std::size_t>(program.size()));
  }
  enter(Channel::a, a_);
  enter(Channel::b, b_);
  enter(Channel::c, c_);
  enter(Channel::o, o_);
  a_.not_before = stalls_.gap(Channel::a, 0);
  b_.not_before = stalls_.gap(Channel::b, 0);
  c_.not_before = stalls_.gap(Channel::c, 0);
  prepare_a();
  prepare_b();
  prepare_c();
  in_.o_ready = stalls_.ready(0);
}

std::int64_t ArrayDriver::beats_on(Channel channel, const mapping::Tile& tile) const {
  const bool output = params_.shape.dataflow == Dataflow::output_stationary;
  switch (channel) {
    case Channel::a:
      return tile.beats;
    case Channel::b:
      return output ? tile.beats : params_.shape.rows;
    case Channel::c:
      return tile.accumulate ? tile.beats : 0;
    case Channel::o:
      return output ? mapping::tile_rows(params_.shape) : tile.beats;
  }
  __builtin_unreachable();
}

void ArrayDriver::enter(Channel channel, Cursor& cursor) {
  cursor.beat = 0;
  for (; cursor.tile < program_.size(); ++cursor.tile) {
    cursor.current = program_.tile(cursor.tile);
    cursor.gemm = cursor.tile / program_.tiles_per_gemm();
    cursor.beats_of_tile = beats_on(channel, cursor.current);
    if (cursor.beats_of_tile > 0) {
      return;
    }
  }
}

void ArrayDriver::advance(Channel channel, Cursor& cursor) {
  last_fire_ = cycle_;
  ++cursor.total_beats;
  ++cursor.beat;
  if (channel != Channel::o) {
    cursor.not_before = cycle_ + 1 + stalls_.gap(channel, cursor.total_beats);
  }
  if (cursor.beat == cursor.beats_of_tile) {
    ++cursor.tile;
    enter(channel, cursor);
  }
}

void ArrayDriver::prepare_a() {
  in_.a_valid = a_.tile < program_.size() && cycle_ >= a_.not_before;
  in_.a_first = in_.a_valid && a_.beat == 0;
  in_.a_last = in_.a_valid && a_.beat + 1 == a_.beats_of_tile;
  in_.a_acc = in_.a_valid && a_.current.accumulate;
  in_.a_beats = in_.a_valid ? static_cast<std::uint32_t>(a_.current.beats) : 0;
  for (int r = 0; r < params_.shape.rows; ++r) {
    in_.a_data[static_cast<std::size_t>(r)] = in_.a_valid ? view_.moving(a_.current, a_.gemm, a_.beat, r) : 0;
  }
}

void ArrayDriver::prepare_b() {
  in_.b_valid = b_.tile < program_.size() && cycle_ >= b_.not_before;
  for (int c = 0; c < params_.shape.cols; ++c) {
    in_.b_data[static_cast<std::size_t>(c)] = in_.b_valid ? view_.top(b_.current, b_.gemm, b_.beat, c) : 0;
  }
}

bool ArrayDriver::partial_sum_is_there() const {
  const std::int64_t producer = c_.current.depends_on;
  return producer < o_.tile || (producer == o_.tile && c_.beat < o_.beat);
}

void ArrayDriver::prepare_c() {
  in_.c_valid = c_.tile < program_.size() && cycle_ >= c_.not_before && partial_sum_is_there();
  for (int c = 0; c < params_.shape.cols; ++c) {
    const std::int64_t index = in_.c_valid && has_values_ ? view_.result_index(c_.current, c_.gemm, c_.beat, c) : -1;
    in_.c_data[static_cast<std::size_t>(c)] =
        index < 0 ? arith::AccWord{} : result_.outputs[static_cast<std::size_t>(index)];
  }
}

void ArrayDriver::count_operand_reads() {
  // Padding is made at the array's edge; it is not read.
  machine::Activity& act = result_.activity;
  const mapping::Tile& t = a_.current;
  const std::int64_t stationary_words = t.rows * t.cols;
  const std::int64_t moving_words = t.rows * t.stream;
  switch (params_.shape.dataflow) {
    case Dataflow::weight_stationary:
      act.activation_reads += moving_words;
      act.weight_reads += stationary_words;
      break;
    case Dataflow::input_stationary:
      act.activation_reads += stationary_words;
      act.weight_reads += moving_words;
      break;
    case Dataflow::output_stationary:
      act.activation_reads += moving_words;
      act.weight_reads += t.cols * t.stream;
      break;
  }
}

void ArrayDriver::take_a() {
  if (keep_times_ && a_.beat == 0) {
    result_.commands[static_cast<std::size_t>(a_.tile)].start = cycle_;
  }
  if (a_.beat == 0) {
    count_operand_reads();
  }
  const std::int64_t pes = std::int64_t{params_.shape.rows} * params_.shape.cols;
  ++result_.activity.a_beats;
  result_.activity.macs_issued += pes;
  if (params_.shape.dataflow == Dataflow::output_stationary) {
    const auto live = [](const std::vector<std::uint32_t>& words, auto is_zero) {
      return std::count_if(words.begin(), words.end(), [&](std::uint32_t w) { return !is_zero(w); });
    };
    nonzero_macs_ += live(in_.a_data, [&](std::uint32_t w) { return view_.moving_is_zero(w); }) *
                     live(in_.b_data, [&](std::uint32_t w) { return view_.top_is_zero(w); });
  } else {
    const auto& rows = nonzero_[static_cast<std::size_t>(a_.tile % 2)];
    for (std::size_t r = 0; r < rows.size(); ++r) {
      nonzero_macs_ += view_.moving_is_zero(in_.a_data[r]) ? 0 : rows[r];
    }
  }
  last_a_ = cycle_;
  advance(Channel::a, a_);
}

void ArrayDriver::take_b() {
  ++result_.activity.b_beats;
  if (params_.shape.dataflow != Dataflow::output_stationary) {
    nonzero_[static_cast<std::size_t>(b_.tile % 2)][static_cast<std::size_t>(b_.beat)] =
        std::count_if(in_.b_data.begin(), in_.b_data.end(), [&](std::uint32_t w) { return !view_.top_is_zero(w); });
  }
  advance(Channel::b, b_);
}

void ArrayDriver::take_o(const engine::ArrayOut& out) {
  if (done()) {
    throw CheckError(fmt::format("cycle {}: a result left the array after the last one of the program", cycle_));
  }
  ++result_.activity.o_beats;
  for (int c = 0; c < params_.shape.cols; ++c) {
    const std::int64_t index = view_.result_index(o_.current, o_.gemm, o_.beat, c);
    if (index >= 0) {
      ++result_.activity.accumulator_writes;
      if (has_values_) {
        result_.outputs[static_cast<std::size_t>(index)] = out.o_data[static_cast<std::size_t>(c)];
      }
    }
  }
  if (keep_times_ && o_.beat + 1 == o_.beats_of_tile) {
    result_.commands[static_cast<std::size_t>(o_.tile)].end = cycle_ + 1;
  }
  advance(Channel::o, o_);
}

void ArrayDriver::observe(const engine::ArrayOut& out) {
  const bool a_fire = in_.a_valid && out.a_ready;
  const bool b_fire = in_.b_valid && out.b_ready;
  const bool c_fire = in_.c_valid && out.c_ready;
  const bool o_fire = in_.o_ready && out.o_valid;
  if (a_fire) {
    take_a();
  }
  if (b_fire) {
    take_b();
  }
  if (c_fire) {
    ++result_.activity.c_beats;
    result_.activity.accumulator_reads += c_.current.cols;
    advance(Channel::c, c_);
  }
  if (o_fire) {
    take_o(out);
  }
  ++cycle_;
  // An unaccepted beat keeps its pins.
  if (a_fire || !in_.a_valid) {
    prepare_a();
  }
  if (b_fire || !in_.b_valid) {
    prepare_b();
  }
  if (c_fire || !in_.c_valid) {
    prepare_c();
  }
  in_.o_ready = stalls_.ready(cycle_);
}

engine::RunResult ArrayDriver::take_result() {
  machine::Activity& act = result_.activity;
  const graph::Gemm& g = program_.gemm();
  result_.cycles = cycle_;
  act.busy_cycles = act.a_beats;
  act.stall_cycles = last_a_ + 1 - act.a_beats;
  act.idle_cycles = cycle_ - (last_a_ + 1);
  act.macs_useful = program_.count() * g.m * g.n * g.k;
  act.macs_zero_operand = has_values_ ? act.macs_issued - nonzero_macs_ : -1;
  return std::move(result_);
}

}  // namespace lmulsim::bench
