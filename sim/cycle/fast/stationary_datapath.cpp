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

/// In the cycle `now`, PE(r, c) adds the product of the beat accepted in now - 1 - S - r*L - c. Everything here is
/// timed by that addition: registers between a PE's operands and its adder shift the whole array and nothing else.
template <class Lanes>
class StationaryDatapath final : public Datapath {
 public:
  explicit StationaryDatapath(const engine::ArrayParams& params)
      : lanes_(params),
        rows_(params.shape.rows),
        cols_(params.shape.cols),
        latency_(params.shape.acc_latency),
        adder_(1 + params.shape.mul_stages),
        moving_(rows_, adder_ + (rows_ - 1) * latency_ + cols_),
        valid_(1, adder_ + (rows_ - 1) * latency_ + cols_),
        partial_(whole_ring(adder_ + cols_), cols_),
        banks_(latency_ + 3 + (cols_ + adder_) / rows_, rows_ * cols_),
        active_(static_cast<std::size_t>(rows_ * cols_)),
        sums_(latency_, rows_ * cols_),
        result_(whole_ring(latency_ + cols_ + 1), cols_),
        live_(rows_, cols_, adder_, latency_) {}

  void tick(const engine::ControlPins& in, const ControlOut& control, const DataPins& data) override {
    enter(in, control, data);
    load(control, data);
    swap();
    add();
    ++now_;
  }

  void reset() override {
    swaps_.clear();
    live_.reset();
    // A tile half loaded is loaded anew, one that was waiting is forgotten.
    loading_ = next_swap_;
  }

  void result(std::span<arith::AccWord> o) const override {
    const Acc* row = result_.row(now_);
    for (int c = 0; c < cols_; ++c) {
      o[static_cast<std::size_t>(c)] = lanes_.to_word(row[c]);
    }
  }

 private:
  using Acc = typename Lanes::Acc;
  struct Swap {
    std::int64_t accepted;
    std::int64_t tile;
  };

  [[nodiscard]] std::ptrdiff_t row_at(int r) const { return std::ptrdiff_t{r} * cols_; }

  // The beat, or a bubble, enters the skew registers at the left edge; partial sums those at the top.
  void enter(const engine::ControlPins& in, const ControlOut& control, const DataPins& data) {
    if (!control.accept) {
      moving_.shift([](std::size_t) { return 0U; });
      valid_.shift([](std::size_t) { return 0U; });
      return;
    }
    moving_.shift([&](std::size_t r) { return lanes_.a.lane(data.moving[r]); });
    valid_.shift([](std::size_t) { return 1U; });
    live_.accept(now_);
    if (in.moving_accumulate) {
      partial_.put_diagonal(now_ + adder_, 1, [&](std::size_t c) { return lanes_.from_word(data.psum[c]); });
    } else {
      partial_.put_diagonal(now_ + adder_, 1, [](std::size_t) { return Acc{}; });
    }
  }

  // The controller lets a tile's words in early enough for its swap and late enough for the one before: where they wait
  // on their way to the shadow registers does not show. Each tile on its way has a bank.
  void load(const ControlOut& control, const DataPins& data) {
    if (control.swap) {
      swaps_.push_back({.accepted = now_, .tile = next_swap_++});
    }
    if (!control.take) {
      return;
    }
    std::uint32_t* row = banks_.row(loading_) + row_at(control.take_row);
    for (int c = 0; c < cols_; ++c) {
      row[c] = lanes_.b.lane(data.stationary[static_cast<std::size_t>(c)]);
    }
    loading_ += control.take_row == rows_ - 1 ? 1 : 0;
  }

  // A swap reaches PE(r, c) with its beat: one PE of a row, at most, per swap on its way.
  void swap() {
    for (const Swap& s : swaps_) {
      const std::uint32_t* bank = banks_.row(s.tile);
      std::int64_t c = now_ - adder_ - s.accepted;
      for (std::int64_t r = 0; r < rows_ && c >= 0; ++r, c -= latency_) {
        if (c < cols_) {
          active_[static_cast<std::size_t>(r * cols_ + c)] = bank[r * cols_ + c];
        }
      }
    }
    const std::int64_t wave = adder_ + std::int64_t{rows_ - 1} * latency_ + cols_;
    if (!swaps_.empty() && swaps_.front().accepted + wave <= now_) {
      swaps_.pop_front();
    }
  }

  // Bottom row first: a row's sum of L cycles ago is read by the row below before the new one takes its place.
  void add() {
    const LiveRows::Range live = live_.at(now_);
    Acc* sums = sums_.row(now_);
    if (live.last > 0) {
      const int top = std::max(live.first, 1);
      add(live.last, live.last - top + 1, sums + row_at(live.last - 1));
    }
    if (live.first == 0 && live.last >= 0) {
      add(0, 1, partial_.row(now_));
    }
    if (live.last == rows_ - 1) {
      const Acc* bottom = sums + row_at(rows_ - 1);
      result_.put_diagonal(now_ + latency_ + cols_ - 1, -1, [bottom](std::size_t c) { return bottom[c]; });
    }
  }

  // Row r, which adds to `in`, and the rows above it: `count` of them.
  void add(int r, int count, const Acc* in) {
    const int age = adder_ + r * latency_;
    lanes_.step({.a = moving_.lanes(r, age),
                 .b = active_.data() + row_at(r),
                 .in = in,
                 .out = sums_.row(now_) + row_at(r),
                 .keep = nullptr,
                 .valid = valid_.lanes(0, age),
                 .n = cols_,
                 .rows = count,
                 .stride = {.a = -(moving_.stride() + latency_), .b = -cols_, .sums = -cols_, .beats = -latency_}});
  }

  Lanes lanes_;
  int rows_;
  int cols_;
  int latency_;
  int adder_;  ///< cycles from a PE's input to its addition
  std::int64_t now_ = 0;
  ShiftRows moving_;
  ShiftRows valid_;
  CycleRows<Acc> partial_;
  CycleRows<std::uint32_t> banks_;  ///< shadow operands, by tile
  std::int64_t loading_ = 0;        ///< tile whose rows are being accepted
  std::int64_t next_swap_ = 0;      ///< tile the next swap makes active
  std::deque<Swap> swaps_;
  AlignedVector<std::uint32_t> active_;
  CycleRows<Acc> sums_;
  CycleRows<Acc> result_;
  LiveRows live_;
};

}  // namespace

std::unique_ptr<Datapath> make_stationary_datapath(const engine::ArrayParams& params) {
  return with_lanes(params, [&]<class Lanes>() -> std::unique_ptr<Datapath> {
    return std::make_unique<StationaryDatapath<Lanes>>(params);
  });
}

}  // namespace lmulsim::cycle::fast
