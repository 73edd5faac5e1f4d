// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The array built literally from PE models and delay lines: slow, and the structure that rtl/README.md describes.
#include <vector>

#include "cycle/datapath.hpp"
#include "cycle/output_pe.hpp"
#include "cycle/stationary_pe.hpp"

namespace lmulsim::cycle {

namespace {

template <class T>
using Delays = std::vector<DelayLine<T>>;

/// Line i has base + i * step registers.
template <class T>
Delays<T> skew(int lines, int base, int step) {
  Delays<T> out;
  for (int i = 0; i < lines; ++i) {
    out.emplace_back(base + i * step);
  }
  return out;
}

/// The PEs of an array, their inputs in a cycle, and the registers that straighten the bottom edge.
template <class Pe, class In>
class Grid {
 public:
  explicit Grid(const engine::ArrayParams& params)
      : rows(static_cast<std::size_t>(params.shape.rows)),
        cols(static_cast<std::size_t>(params.shape.cols)),
        bottom(skew<arith::AccWord>(params.shape.cols, params.shape.cols - 1, -1)),
        pes_(rows * cols, Pe(params)),
        in_(rows * cols) {}

  [[nodiscard]] Pe& pe(std::size_t r, std::size_t c) { return pes_[r * cols + c]; }
  [[nodiscard]] const Pe& pe(std::size_t r, std::size_t c) const { return pes_[r * cols + c]; }
  [[nodiscard]] In& in(std::size_t r, std::size_t c) { return in_[r * cols + c]; }

  void tick() {
    for (std::size_t i = 0; i < pes_.size(); ++i) {
      pes_[i].tick(in_[i]);
    }
  }
  void reset() {
    for (Pe& pe : pes_) {
      pe.reset();
    }
  }

  std::size_t rows;
  std::size_t cols;
  Delays<arith::AccWord> bottom;

 private:
  std::vector<Pe> pes_;
  std::vector<In> in_;
};

/// The operands of the PEs at the edges, of the words on the pins.
class Edge {
 public:
  explicit Edge(const engine::ArrayParams& params)
      : products_(params.shape.products), moving_(params.moving), top_(params.top) {}

  [[nodiscard]] OperandWord moving(const DataPins& data, std::size_t row) const {
    return operands_of(data.moving, row, products_, moving_);
  }
  [[nodiscard]] OperandWord top(const DataPins& data, std::size_t col) const {
    return operands_of(data.stationary, col, products_, top_);
  }

 private:
  int products_;
  arith::Format moving_;
  arith::Format top_;
};

class StationaryPeDatapath final : public Datapath {
 public:
  explicit StationaryPeDatapath(const engine::ArrayParams& params)
      : edge_(params),
        grid_(params),
        left_(skew<StationaryPePins>(params.shape.rows, 0, params.shape.acc_latency)),
        take_(skew<bool>(params.shape.rows, 0, params.shape.acc_latency - 1)),
        top_(skew<OperandWord>(params.shape.cols, 0, 1)),
        partial_(skew<arith::AccWord>(params.shape.cols, 1 + params.shape.mul_stages, 1)) {}

  void tick(const engine::ControlPins& in, const ControlOut& control, const DataPins& data) override {
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      grid_.bottom[c].tick(grid_.pe(grid_.rows - 1, c).outputs({}).psum);
    }
    enter(in, control, data);
    connect();
    grid_.tick();
  }

  void reset() override {
    for (std::size_t r = 0; r < grid_.rows; ++r) {
      left_[r].reset();
      take_[r].reset();
    }
    grid_.reset();
  }

  void result(std::span<arith::AccWord> results) const override {
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      results[c] = grid_.bottom[c].output(grid_.pe(grid_.rows - 1, c).outputs({}).psum);
    }
  }

 private:
  // Edge inputs of the grid in this cycle, and the edges' registers.
  void enter(const engine::ControlPins& in, const ControlOut& control, const DataPins& data) {
    for (std::size_t r = 0; r < grid_.rows; ++r) {
      StationaryPePins& pe = grid_.in(r, 0);
      const StationaryPePins beat{.valid = control.accept,
                                  .swap = control.swap,
                                  .take = false,
                                  .moving = edge_.moving(data, r),
                                  .stationary = 0,
                                  .psum = {}};
      const bool take = control.take && control.take_row == static_cast<int>(r);
      pe = left_[r].output(beat);
      pe.take = take_[r].output(take);
      left_[r].tick(beat);
      take_[r].tick(take);
    }
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      const arith::AccWord partial = in.moving_accumulate ? data.psum[c] : arith::AccWord{};
      const OperandWord stationary = edge_.top(data, c);
      grid_.in(0, c).stationary = top_[c].output(stationary);
      grid_.in(0, c).psum = partial_[c].output(partial);
      top_[c].tick(stationary);
      partial_[c].tick(partial);
    }
  }

  void connect() {
    for (std::size_t r = 0; r < grid_.rows; ++r) {
      for (std::size_t c = 0; c < grid_.cols; ++c) {
        StationaryPePins& pe = grid_.in(r, c);
        if (c > 0) {
          const StationaryPePins left = grid_.pe(r, c - 1).outputs({});
          pe.valid = left.valid;
          pe.swap = left.swap;
          pe.take = left.take;
          pe.moving = left.moving;
        }
        if (r > 0) {
          const StationaryPePins above = grid_.pe(r - 1, c).outputs(grid_.in(r - 1, c));
          pe.stationary = above.stationary;
          pe.psum = above.psum;
        }
      }
    }
  }

  Edge edge_;
  Grid<StationaryPe, StationaryPePins> grid_;
  Delays<StationaryPePins> left_;
  Delays<bool> take_;
  Delays<OperandWord> top_;
  Delays<arith::AccWord> partial_;
};

class OutputPeDatapath final : public Datapath {
 public:
  explicit OutputPeDatapath(const engine::ArrayParams& params)
      : latency_(params.shape.acc_latency),
        edge_(params),
        grid_(params),
        left_(skew<OutputPeIn>(params.shape.rows, 0, 1)),
        top_(skew<OperandWord>(params.shape.cols, 0, 1)) {}

  void tick(const engine::ControlPins& /*in*/, const ControlOut& control, const DataPins& data) override {
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      grid_.bottom[c].tick(grid_.pe(grid_.rows - 1, c).outputs().below);
    }
    enter(control, data);
    connect();
    grid_.tick();
  }

  void reset() override {
    for (DelayLine<OutputPeIn>& line : left_) {
      line.reset();
    }
    grid_.reset();
  }

  void result(std::span<arith::AccWord> results) const override {
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      results[c] = grid_.bottom[c].output(grid_.pe(grid_.rows - 1, c).outputs().below);
    }
  }

 private:
  void enter(const ControlOut& control, const DataPins& data) {
    for (std::size_t r = 0; r < grid_.rows; ++r) {
      OutputPeIn beat;
      beat.valid = control.accept;
      beat.zero = control.zero;
      beat.cap = control.capture && control.index == 0;
      beat.moving = edge_.moving(data, r);
      grid_.in(r, 0) = left_[r].output(beat);
      left_[r].tick(beat);
      // The shift bits are not skewed along the edge.
      grid_.in(r, 0).shift = row_shift(control, static_cast<int>(r), latency_);
    }
    for (std::size_t c = 0; c < grid_.cols; ++c) {
      const OperandWord second = edge_.top(data, c);
      grid_.in(0, c).second = top_[c].output(second);
      top_[c].tick(second);
    }
  }

  void connect() {
    for (std::size_t r = 0; r < grid_.rows; ++r) {
      for (std::size_t c = 0; c < grid_.cols; ++c) {
        OutputPeIn& pe = grid_.in(r, c);
        if (c > 0) {
          const OutputPeOut left = grid_.pe(r, c - 1).outputs();
          pe.valid = left.valid;
          pe.zero = left.zero;
          pe.cap = left.cap;
          pe.moving = left.moving;
          pe.shift = left.shift;
        }
        if (r > 0) {
          const OutputPeOut above = grid_.pe(r - 1, c).outputs();
          pe.second = above.second;
          pe.above = above.below;
          pe.above_shift = ((grid_.in(r - 1, c).shift >> (latency_ - 1)) & 1U) != 0;
        }
      }
    }
  }

  int latency_;
  Edge edge_;
  Grid<OutputPe, OutputPeIn> grid_;
  Delays<OutputPeIn> left_;
  Delays<OperandWord> top_;
};

}  // namespace

std::unique_ptr<Datapath> make_pe_datapath(const engine::ArrayParams& params) {
  if (params.shape.dataflow == machine::Dataflow::output_stationary) {
    return std::make_unique<OutputPeDatapath>(params);
  }
  return std::make_unique<StationaryPeDatapath>(params);
}

}  // namespace lmulsim::cycle
