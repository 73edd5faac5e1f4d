// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/off_chip.hpp"

#include <list>
#include <map>
#include <utility>
#include <vector>

namespace lmulsim::result {
namespace {

using machine::Dataflow;
using mapping::Tile;

/// Words of `format` that a memory has room for.
std::int64_t room(std::int64_t bytes, arith::Format format) {
  return bytes * 8 / arith::info(format).width();
}

/// A part of an operand, by its place along the two directions that cut it.
using Part = std::pair<std::int64_t, std::int64_t>;

/// Parts of one operand, the last used in front.
class Scratchpad {
 public:
  explicit Scratchpad(std::int64_t room) : room_(room) {}

  /// The array needs a part; words that have to be fetched for it.
  std::int64_t need(const Part& part, std::int64_t words) {
    const auto found = held_.find(part);
    if (found != held_.end()) {
      order_.splice(order_.begin(), order_, found->second);
      return 0;
    }
    order_.push_front({part, words});
    held_[part] = order_.begin();
    used_ += words;
    while (used_ > room_) {
      used_ -= order_.back().second;
      held_.erase(order_.back().first);
      order_.pop_back();
    }
    return words;
  }

 private:
  using Order = std::list<std::pair<Part, std::int64_t>>;

  std::int64_t room_;
  std::int64_t used_ = 0;
  Order order_;
  std::map<Part, Order::iterator> held_;
};

/// A loop nest as one operand sees it: what is inside a loop, and how often. One with nothing inside is a part of the
/// operand, `words` long.
struct Sweep {
  std::int64_t times = 1;  ///< in the loop around it
  std::int64_t words = 0;
  bool chooses = true;  ///< every iteration has parts of its own; else all have the same
  std::vector<Sweep> inside;
};

Sweep part(std::int64_t words) {
  Sweep sweep;
  sweep.words = words;
  return sweep;
}

/// `extent` in steps of `step`: full ones and a last one.
template <typename Inside>
Sweep loop(bool chooses, std::int64_t extent, std::int64_t step, Inside inside) {
  Sweep sweep;
  sweep.chooses = chooses;
  if (extent >= step) {
    sweep.inside.push_back(inside(step));
    sweep.inside.back().times = extent / step;
  }
  if (extent % step != 0) {
    sweep.inside.push_back(inside(extent % step));
  }
  return sweep;
}

/// Distinct words of one time.
std::int64_t footprint(const Sweep& sweep) {
  if (!sweep.chooses) {
    return footprint(sweep.inside.front());
  }
  std::int64_t words = sweep.words;
  for (const Sweep& inside : sweep.inside) {
    words += inside.times * footprint(inside);
  }
  return words;
}

/// Words fetched in one time.
std::int64_t fetched(const Sweep& sweep, std::int64_t room) {
  const std::int64_t once = footprint(sweep);
  if (!sweep.chooses && once <= room) {
    return once;
  }
  std::int64_t words = sweep.words;
  for (const Sweep& inside : sweep.inside) {
    words += inside.times * fetched(inside, room);
  }
  return words;
}

/// The operand that stays in a stationary array: the whole of it for every block of the stream.
Sweep stationary(const mapping::Extents& e, const mapping::LoopNest& loops) {
  return loop(false, e.stream, loops.stream_block, [&](std::int64_t) { return part(e.rows * e.cols); });
}

/// The operand that streams: blocks, groups of column tiles, tiles along K, column tiles of the group.
Sweep streamed(const machine::ArrayShape& shape, const mapping::Extents& e, const mapping::LoopNest& loops) {
  const std::int64_t tiles = (e.cols + shape.cols - 1) / shape.cols;
  return loop(true, e.stream, loops.stream_block, [&](std::int64_t items) {
    return loop(false, tiles, loops.col_group, [&](std::int64_t group) {
      return loop(true, e.rows, std::int64_t{shape.rows} * shape.products, [&](std::int64_t height) {
        return loop(false, group, 1, [&](std::int64_t) { return part(items * height); });
      });
    });
  });
}

/// A panel of rows for every row tile, met by every column tile.
Sweep row_panels(const machine::ArrayShape& shape, const mapping::Extents& e) {
  return loop(true, e.rows, std::int64_t{shape.rows} * shape.acc_latency, [&](std::int64_t height) {
    return loop(false, e.cols, shape.cols, [&](std::int64_t) { return part(height * e.stream); });
  });
}

/// All panels of columns for every row tile.
Sweep column_panels(const machine::ArrayShape& shape, const mapping::Extents& e) {
  return loop(false, e.rows, std::int64_t{shape.rows} * shape.acc_latency,
              [&](std::int64_t) { return part(e.cols * e.stream); });
}

}  // namespace

Misses walked_misses(const machine::Accelerator& acc, const mapping::Program& program) {
  Scratchpad activations(room(acc.memory.activation_bytes, acc.pe.activation_format));
  Scratchpad weights(room(acc.memory.weight_bytes, acc.pe.weight_format));
  Misses out;
  for (std::int64_t i = 0; i < program.tiles_per_gemm(); ++i) {
    const Tile t = program.tile(i);
    switch (program.shape().dataflow) {
      case Dataflow::weight_stationary:
        out.activation_words += activations.need({t.stream0, t.row0}, t.stream * t.rows);
        out.weight_words += weights.need({t.row0, t.col0}, t.rows * t.cols);
        break;
      case Dataflow::input_stationary:
        out.activation_words += activations.need({t.row0, t.col0}, t.rows * t.cols);
        out.weight_words += weights.need({t.stream0, t.row0}, t.stream * t.rows);
        break;
      case Dataflow::output_stationary:
        out.activation_words += activations.need({t.row0, 0}, t.rows * t.stream);
        out.weight_words += weights.need({0, t.col0}, t.stream * t.cols);
        break;
    }
  }
  return out;
}

Misses swept_misses(const machine::Accelerator& acc, const mapping::Program& program) {
  const std::int64_t activations = room(acc.memory.activation_bytes, acc.pe.activation_format);
  const std::int64_t weights = room(acc.memory.weight_bytes, acc.pe.weight_format);
  const machine::ArrayShape& shape = program.shape();
  const mapping::Extents& e = program.extents();
  const mapping::LoopNest& loops = program.loops();
  switch (shape.dataflow) {
    case Dataflow::weight_stationary:
      return {fetched(streamed(shape, e, loops), activations), fetched(stationary(e, loops), weights)};
    case Dataflow::input_stationary:
      return {fetched(stationary(e, loops), activations), fetched(streamed(shape, e, loops), weights)};
    case Dataflow::output_stationary:
      return {fetched(row_panels(shape, e), activations), fetched(column_panels(shape, e), weights)};
  }
  return {};
}

Misses misses(const machine::Accelerator& acc, const mapping::Program& program) {
  return program.tiles_per_gemm() <= kWalkedTiles ? walked_misses(acc, program) : swept_misses(acc, program);
}

}  // namespace lmulsim::result
