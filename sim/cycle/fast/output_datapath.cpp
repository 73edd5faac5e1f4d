// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>

#include "cycle/datapath.hpp"
#include "cycle/fast/row_datapaths.hpp"
#include "cycle/fast/row_lanes.hpp"
#include "cycle/fast/skew.hpp"

namespace lmulsim::cycle::fast {

namespace {

/// In the cycle `now`, PE(r, c) adds the product of the beat accepted in now - 1 - S - r - c. Everything here is timed
/// by that addition. A result is taken as soon as it is complete and kept until the cycle in which it leaves the array.
template <class Lanes>
class OutputDatapath final : public Datapath {
 public:
  explicit OutputDatapath(const engine::ArrayParams& params)
      : lanes_(params),
        rows_(params.shape.rows),
        cols_(params.shape.cols),
        latency_(params.shape.acc_latency),
        adder_(1 + params.shape.mul_stages),
        now_(adder_ + rows_),
        moving_(rows_, adder_ + rows_ - 1 + cols_),
        valid_(1, adder_ + rows_ - 1 + cols_),
        keep_(1, adder_ + rows_ - 1 + cols_),
        top_(whole_ring(adder_ + rows_ - 1 + cols_), cols_),
        sums_(latency_, rows_ * cols_),
        result_(whole_ring(2 * latency_ + rows_ + cols_ + rows_ * latency_), cols_),
        live_(rows_, cols_, adder_, 1) {}

  void tick(const engine::ControlPins& /*in*/, const ControlOut& control, const DataPins& data) override {
    enter(control, data);
    add();
    capture();
    ++now_;
  }

  void reset() override {
    captures_.clear();
    live_.reset();
  }

  void result(std::span<arith::AccWord> o) const override {
    const Acc* row = result_.row(now_);
    for (int c = 0; c < cols_; ++c) {
      o[static_cast<std::size_t>(c)] = lanes_.to_word(row[c]);
    }
  }

 private:
  using Acc = typename Lanes::Acc;
  struct Capture {
    std::int64_t accepted;
    std::int64_t leaves;  ///< cycle in which row 0's result is at the output; row r's is r * L earlier
  };

  [[nodiscard]] std::ptrdiff_t row_at(int r) const { return std::ptrdiff_t{r} * cols_; }

  void enter(const ControlOut& control, const DataPins& data) {
    if (!control.accept) {
      moving_.shift([](std::size_t) { return 0U; });
      valid_.shift([](std::size_t) { return 0U; });
      keep_.shift([](std::size_t) { return 0U; });
      return;
    }
    moving_.shift([&](std::size_t r) { return lanes_.a.lane(data.moving[r]); });
    valid_.shift([](std::size_t) { return 1U; });
    keep_.shift([&](std::size_t) { return control.zero ? 0U : ~0U; });
    top_.put_diagonal(now_, 1, [&](std::size_t c) { return lanes_.b.lane(data.stationary[c]); });
    live_.accept(now_);
    if (control.capture) {
      const std::int64_t last = now_ + latency_ - 1 - control.index;  // acceptance of the tile's last beat
      const std::int64_t first_result = last + (adder_ - 1) + latency_ + rows_ + cols_;
      captures_.push_back(
          {.accepted = now_, .leaves = first_result + std::int64_t{rows_} * latency_ - 1 - control.index});
    }
  }

  // Row r sees the operands from the top r cycles after row 0.
  void add() {
    const LiveRows::Range live = live_.at(now_);
    Acc* sums = sums_.row(now_);
    for (int r = live.first; r <= live.last;) {
      const int age = adder_ + r;
      const int rows = std::min(live.last - r + 1, top_.side_by_side(now_ - age));
      Acc* row = sums + row_at(r);
      lanes_.step({.a = moving_.lanes(r, age),
                   .b = top_.row(now_ - age),
                   .in = row,
                   .out = row,
                   .keep = keep_.lanes(0, age),
                   .valid = valid_.lanes(0, age),
                   .n = cols_,
                   .rows = rows,
                   .stride = {.a = moving_.stride() + 1, .b = -cols_, .sums = cols_, .beats = 1}});
      r += rows;
    }
  }

  // The sum of the last term of a result: one PE of a row, at most, per beat on its way.
  void capture() {
    const Acc* sums = sums_.row(now_);
    for (const Capture& beat : captures_) {
      std::int64_t c = now_ - adder_ - beat.accepted;
      for (int r = 0; r < rows_ && c >= 0; ++r, --c) {
        if (c < cols_) {
          result_.row(beat.leaves - std::int64_t{r} * latency_)[c] = sums[row_at(r) + c];
        }
      }
    }
    while (!captures_.empty() && captures_.front().accepted + adder_ + rows_ + cols_ - 2 <= now_) {
      captures_.pop_front();
    }
  }

  Lanes lanes_;
  int rows_;
  int cols_;
  int latency_;
  int adder_;         ///< cycles from a PE's input to its addition
  std::int64_t now_;  ///< starts where no age reaches below 0
  ShiftRows moving_;
  ShiftRows valid_;
  ShiftRows keep_;
  CycleRows<std::uint32_t> top_;
  CycleRows<Acc> sums_;
  CycleRows<Acc> result_;
  std::deque<Capture> captures_;
  LiveRows live_;
};

}  // namespace

std::unique_ptr<Datapath> make_output_datapath(const engine::ArrayParams& params) {
  return with_lanes(params, [&]<class Lanes>() -> std::unique_ptr<Datapath> {
    return std::make_unique<OutputDatapath<Lanes>>(params);
  });
}

}  // namespace lmulsim::cycle::fast
