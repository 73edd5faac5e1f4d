// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "lockstep/reference_pins.hpp"

#include <utility>

#include "arith/group.hpp"
#include "arith/sum.hpp"
#include "fast/control_model.hpp"

namespace lmulsim::lockstep {

using machine::Dataflow;

namespace {

bool is_output(const engine::ArrayParams& params) {
  return params.shape.dataflow == Dataflow::output_stationary;
}

std::int64_t result_beats(const engine::ArrayParams& params, const mapping::Tile& tile) {
  return is_output(params) ? mapping::tile_rows(params.shape) : tile.beats;
}

}  // namespace

ReferencePins::ReferencePins(const engine::ArrayParams& params, const mapping::Program& program,
                             const engine::Operands& operands)
    : params_(params),
      program_(program),
      view_(params, program, &operands),
      control_(fast::make_control_model(params.shape)),
      in_(params.shape),
      out_(params.shape),
      sums_(static_cast<std::size_t>(params.shape.cols)) {}

void ReferencePins::reset() {
  control_ = fast::make_control_model(params_.shape);
  tile_ = 0;
  beat_ = 0;
  computed_ = false;
  starts_.clear();
}

const engine::ArrayOut& ReferencePins::settle(const engine::ArrayIn& in) {
  in_ = in;
  if (!in.rst_n) {
    reset();  // at once: the array's reset waits for no clock
  }
  out_ = control_->settle(in);
  if (!out_.result_valid) {
    return out_;
  }
  for (int lane = 0; !computed_ && lane < params_.shape.cols; ++lane) {
    const std::optional<ResultChain> c = chain(lane);
    sums_[static_cast<std::size_t>(lane)] = c && !c->terms.empty() ? c->terms.back().sum : arith::AccWord{};
  }
  computed_ = true;
  out_.result_data = sums_;
  return out_;
}

void ReferencePins::clock() {
  control_->clock();
  if (!in_.rst_n) {
    return;
  }
  if (!is_output(params_) && in_.moving_valid && out_.moving_ready) {
    starts_.push_back(in_.moving_accumulate ? in_.psum_data : std::vector<arith::AccWord>(in_.psum_data.size()));
  }
  if (!out_.result_valid || !in_.result_ready || tile_ == program_.size()) {
    return;
  }
  computed_ = false;
  if (!starts_.empty()) {
    starts_.pop_front();
  }
  if (++beat_ == result_beats(params_, program_.tile(tile_))) {
    beat_ = 0;
    ++tile_;
  }
}

// The sum moves down its column: a row has the terms of a beat.
std::vector<ChainTerm> ReferencePins::stationary_terms(const mapping::Tile& tile, int lane) const {
  const std::int64_t gemm = tile_ / program_.tiles_per_gemm();
  std::vector<ChainTerm> terms;
  const int products = params_.shape.products;
  const int all = params_.shape.rows * products;
  terms.reserve(static_cast<std::size_t>(all));
  for (int i = 0; i < all; ++i) {
    terms.push_back({.k = i < tile.rows ? tile.row0 + i : -1,
                     .row = i / products,
                     .moving = view_.moving(tile, gemm, beat_, i),
                     .top = view_.top(tile, gemm, i / products, lane * products + i % products),
                     .product = {},
                     .sum = {}});
  }
  return terms;
}

// The sum stays: one PE, the terms of a beat of its own among the interleaved ones.
std::vector<ChainTerm> ReferencePins::output_terms(const mapping::Tile& tile, int lane) const {
  const std::int64_t gemm = tile_ / program_.tiles_per_gemm();
  const std::int64_t latency = params_.shape.acc_latency;
  const std::int64_t slot = mapping::tile_rows(params_.shape) - 1 - beat_;
  const auto row = static_cast<int>(slot / latency);
  std::vector<ChainTerm> terms;
  const int products = params_.shape.products;
  for (std::int64_t k = 0; k < tile.beats / latency * products; ++k) {
    const std::int64_t beat = k / products * latency + slot % latency;
    const auto at = static_cast<int>(k % products);
    terms.push_back({.k = k < program_.gemm().k ? k : -1,
                     .row = row,
                     .moving = view_.moving(tile, gemm, beat, row * products + at),
                     .top = view_.top(tile, gemm, beat, lane * products + at),
                     .product = {},
                     .sum = {}});
  }
  return terms;
}

std::optional<ResultChain> ReferencePins::chain(int lane) const {
  if (tile_ == program_.size()) {
    return std::nullopt;
  }
  const mapping::Tile tile = program_.tile(tile_);
  ResultChain c;
  c.command = tile_;
  c.beat = beat_;
  c.result = view_.result_index(tile, tile_ / program_.tiles_per_gemm(), beat_, lane);
  c.start = starts_.empty() ? arith::AccWord{} : starts_.front()[static_cast<std::size_t>(lane)];
  c.terms = is_output(params_) ? output_terms(tile, lane) : stationary_terms(tile, lane);
  arith::Sum sum(params_.accumulator, c.start);
  for (ChainTerm& t : c.terms) {
    t.product = arith::multiply(params_.multiplier, params_.moving, t.moving, params_.top, t.top);
    sum.add(t.product,
            arith::product_exponent(params_.multiplier, params_.moving, t.moving, params_.top, t.top, t.product));
    t.sum = sum.result();
  }
  return c;
}

}  // namespace lmulsim::lockstep
