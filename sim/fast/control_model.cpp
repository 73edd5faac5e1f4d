// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "fast/control_model.hpp"

#include <cstdint>
#include <deque>

#include "mapping/program.hpp"

namespace lmulsim::fast {

namespace {

// Results on their way, by the time at which they appear. Time stands still while the array does.
class InFlight {
 public:
  void add(std::int64_t time, bool last) { results_.push_back({time, last}); }
  [[nodiscard]] bool due(std::int64_t now) const { return !results_.empty() && results_.front().time == now; }
  [[nodiscard]] bool last() const { return results_.front().last; }
  void leave() { results_.pop_front(); }

 private:
  struct Result {
    std::int64_t time;
    bool last;
  };
  std::deque<Result> results_;
};

class StationaryControl final : public engine::ArrayDut {
 public:
  explicit StationaryControl(const machine::ArrayShape& shape)
      : rows_(shape.rows), latency_(mapping::stationary_latency(shape)), out_(shape) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    in_rst_n_ = in.rst_n;
    out_.result_valid = in.rst_n && in_flight_.due(now_);
    out_.result_last = out_.result_valid && in_flight_.last();
    moves_ = !out_.result_valid || in.result_ready;
    const bool may_start = !in.moving_first || loaded_ == rows_;
    out_.moving_ready = moves_ && may_start && (!in.moving_accumulate || in.psum_valid);
    out_.psum_ready = moves_ && may_start && in.moving_valid && in.moving_accumulate;
    accept_ = in.moving_valid && out_.moving_ready;
    swap_ = accept_ && in.moving_first;
    last_beat_ = in.moving_last;
    out_.stationary_ready = moves_ && (loaded_ < rows_ || swap_);
    load_ = in.stationary_valid && out_.stationary_ready;
    return out_;
  }

  void clock() override {
    if (!in_rst_n_) {
      loaded_ = 0;
      now_ = 0;
      in_flight_ = {};
      return;
    }
    if (!moves_) {
      return;
    }
    if (out_.result_valid) {
      in_flight_.leave();
    }
    if (accept_) {
      in_flight_.add(now_ + latency_, last_beat_);
    }
    loaded_ = (swap_ ? 0 : loaded_) + (load_ ? 1 : 0);
    ++now_;
  }

  [[nodiscard]] std::string_view name() const override { return "fast"; }

 private:
  int rows_;
  std::int64_t latency_;
  engine::ArrayOut out_;
  int loaded_ = 0;  ///< rows of the next tile that are in the shadow words
  std::int64_t now_ = 0;
  InFlight in_flight_;
  bool in_rst_n_ = true, moves_ = false, accept_ = false, swap_ = false, load_ = false, last_beat_ = false;
};

class OutputControl final : public engine::ArrayDut {
 public:
  explicit OutputControl(const machine::ArrayShape& shape)
      : slots_(mapping::tile_rows(shape)),
        first_result_(shape.mul_stages + shape.acc_latency + shape.rows + shape.cols),
        out_(shape) {
    reset();
  }

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    in_rst_n_ = in.rst_n;
    const bool both = in.moving_valid && in.stationary_valid;
    const bool starved = in.rst_n && left_ > 0 && !both;
    const bool due = in.rst_n && in_flight_.due(now_);
    const bool unblocked = !due || in.result_ready;
    const bool may_start = !in.moving_first || now_ + in.moving_beats - 1 >= last_end_ + slots_;
    out_.result_valid = due && !starved;
    out_.result_last = out_.result_valid && in_flight_.last();
    out_.moving_ready = unblocked && may_start && in.stationary_valid;
    out_.stationary_ready = unblocked && may_start && in.moving_valid;
    moves_ = unblocked && !starved;
    accept_ = unblocked && may_start && both;
    left_before_ = in.moving_first ? in.moving_beats : left_;
    return out_;
  }

  void clock() override {
    if (!in_rst_n_) {
      reset();
      return;
    }
    if (!moves_) {
      return;
    }
    if (out_.result_valid) {
      in_flight_.leave();
    }
    if (accept_) {
      left_ = left_before_ - 1;
      if (left_ == 0) {
        last_end_ = now_;
        for (std::int64_t i = 0; i < slots_; ++i) {
          in_flight_.add(now_ + first_result_ + i, i + 1 == slots_);
        }
      }
    }
    ++now_;
  }

  [[nodiscard]] std::string_view name() const override { return "fast"; }

 private:
  void reset() {
    left_ = 0;
    now_ = 0;
    last_end_ = -slots_;
    in_flight_ = {};
  }

  std::int64_t slots_;
  std::int64_t first_result_;  ///< last beat to first result
  engine::ArrayOut out_;
  std::uint32_t left_ = 0;  ///< beats missing of the tile in progress
  std::uint32_t left_before_ = 0;
  std::int64_t now_ = 0;
  std::int64_t last_end_ = 0;  ///< when the last tile's last beat was accepted
  InFlight in_flight_;
  bool in_rst_n_ = true, moves_ = false, accept_ = false;
};

}  // namespace

std::unique_ptr<engine::ArrayDut> make_control_model(const machine::ArrayShape& shape) {
  if (shape.dataflow == machine::Dataflow::output_stationary) {
    return std::make_unique<OutputControl>(shape);
  }
  return std::make_unique<StationaryControl>(shape);
}

}  // namespace lmulsim::fast
