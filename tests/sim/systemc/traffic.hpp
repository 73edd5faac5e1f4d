// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Random tiles for an array, the results the scalar reference expects of them, and a driver that puts them through
// several models at once and compares every output pin in every cycle.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/dut.hpp"

namespace lmulsim::systemc::test {

using Rng = std::mt19937_64;

/// A beat of `a` and what comes with it. Output stationary: `b` is the beat of the second stream.
struct Beat {
  bool first = false;
  bool last = false;
  bool acc = false;
  std::uint32_t beats = 0;
  std::vector<std::uint32_t> a;
};

/// Everything that goes into an array, channel by channel, and what must come out.
struct Traffic {
  std::vector<Beat> a;
  std::vector<std::vector<std::uint32_t>> b;
  std::vector<std::vector<arith::AccWord>> c;
  struct Result {
    bool last = false;
    std::vector<arith::AccWord> o;
    friend bool operator==(const Result&, const Result&) = default;
  };
  std::vector<Result> results;
};

/// A tile has min_rounds..max_rounds beats (times acc_latency if output stationary).
struct TrafficSpec {
  int tiles = 4;
  int min_rounds = 1;
  int max_rounds = 8;
  double partial_sums = 0.5;  ///< share of stationary tiles that take partial sums
  bool finite = false;        ///< no NaN and no infinity among operands and partial sums
};

[[nodiscard]] Traffic make_traffic(const engine::ArrayParams& params, const TrafficSpec& spec, Rng& rng);

/// Probability that a channel is willing, in a cycle; a producer that has begun to offer keeps offering.
struct Willing {
  double a = 1;
  double b = 1;
  double c = 1;
  double o = 1;
};

/// What a run saw. Cycle numbers count from 0 at the end of reset.
struct Outcome {
  std::int64_t cycles = 0;
  std::int64_t compared = 0;  ///< output pins compared (data words count as one each)
  std::vector<std::int64_t> a_accepted;
  std::vector<std::int64_t> b_accepted;
  std::vector<std::int64_t> o_seen;  ///< cycle of each result beat's acceptance
  std::vector<Traffic::Result> results;
  std::optional<std::string> divergence;  ///< first difference between two models, or between a model and the results
};

/// Resets all models, drives the traffic until every result is out, and compares the models with the first one in every
/// cycle, and its results with the expected ones. Idle channels carry random pins, and some cycles settle other pins
/// first. With `stop_after` it leaves after that many cycles and expects no results.
[[nodiscard]] Outcome drive(const std::vector<engine::ArrayDut*>& duts, const engine::ArrayParams& params,
                            const Traffic& traffic, const Willing& willing, Rng& rng,
                            std::optional<std::int64_t> stop_after = {});

/// Parameters as text, for test messages.
[[nodiscard]] std::string describe(const engine::ArrayParams& params);

}  // namespace lmulsim::systemc::test
