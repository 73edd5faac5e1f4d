// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which constant of the adder serves a model's own operands best.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "quality/evaluation.hpp"
#include "quality/mantissa_pairs.hpp"

namespace lmulsim::quality {

/// A plan on some text; `against_default` is paired with the default arithmetic's prediction: its `ratio` is what the
/// plan's perplexity is of the default's.
struct CalibrationRow {
  std::string name;
  std::string plan;
  Quality against_default;
};

/// An offset that the statistics proposed, with its errors over all products.
struct Candidate {
  std::uint32_t offset = 0;
  LogError error;
  Quality against_default;  ///< on the text for choosing
};

struct Calibration {
  Arithmetic base;  ///< whose offset is the default
  std::uint32_t default_offset = 0;
  std::uint32_t chosen = 0;  ///< the candidate of the least loss on the text for choosing
  MantissaPairs pairs;       ///< of all products
  std::map<transformer::ProductKind, MantissaPairs> kinds;
  std::map<transformer::ProductKind, std::uint32_t> by_kind;  ///< least mean square of each kind's own pairs
  std::vector<Candidate> candidates;                          ///< in increasing offset
  std::vector<CalibrationRow> confirmed;  ///< on the other text: fp32, exact, mitchell, default, chosen, by kind
};

struct CalibrationOptions {
  int threads = 1;
  /// Before a plan runs: what it is for, and its number of tokens; gives what is called after a window.
  std::function<std::function<void(std::int64_t)>(const std::string& label, std::int64_t tokens)> progress{};
};

/// The offset of the arithmetic's adder as it stands. Throws InputError (naming `--calibrate`) for a multiplier that is
/// no adder.
[[nodiscard]] std::uint32_t offset_of(const Arithmetic& arithmetic);

/// The same arithmetic with another multiplier, as in parse_arithmetic().
[[nodiscard]] Arithmetic with_multiplier(const Arithmetic& arithmetic, const std::string& multiplier);

/// Runs the model in `base` over `choosing` and counts its pairs of mantissas; they propose offsets (see
/// propose_offsets()), each of which then runs over `choosing`, and larger ones as long as they get better; the best
/// one, and what it is compared with, over `confirming`. All products get one arithmetic. The result does not depend on
/// the number of threads.
[[nodiscard]] Calibration calibrate(const transformer::Model& model, std::span<const Window> choosing,
                                    std::span<const Window> confirming, const Arithmetic& base,
                                    const CalibrationOptions& options);

/// 0 (mitchell), the default, the two best ones by statistics and their neighbours at a distance of max(1, 2^m / 32).
[[nodiscard]] std::vector<std::uint32_t> propose_offsets(const MantissaPairs& pairs, std::uint32_t default_offset);

/// Whole documents until they have at least `tokens` tokens together, and the other ones, at least one; a single
/// document is cut.
[[nodiscard]] std::pair<std::vector<std::vector<int>>, std::vector<std::vector<int>>> split_documents(
    std::vector<std::vector<int>> documents, std::int64_t tokens);

}  // namespace lmulsim::quality
