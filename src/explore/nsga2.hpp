// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A search for the front of a space that is too large to be run: NSGA-II (Deb, Pratap, Agarwal, Meyarivan, 2002) on
// values that are counted, with limits, and without looking at any point twice.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "explore/space.hpp"
#include "explore/sweep_file.hpp"

namespace lmulsim::explore {

/// What became of a point.
struct Judgement {
  std::vector<double> objectives{};  ///< smaller is better; empty: there are none, it cannot be built
  double violation = std::numeric_limits<double>::infinity();  ///< of limits; 0: all hold
};

/// Asks for a generation of points, is told what became of them, and asks again. What it asks for follows from the
/// settings and from what it was told, not from time or order.
class Nsga2 {
 public:
  using Digits = std::vector<std::size_t>;
  /// The position of these values: Space::position_of().
  using PositionOf = std::function<std::optional<std::uint64_t>(const Digits&)>;

  Nsga2(std::vector<Gene> genes, const SearchSettings& settings, PositionOf position_of);

  /// Positions that nobody was asked for before; none at the end.
  [[nodiscard]] std::vector<std::uint64_t> ask();
  /// What became of them, in the same order.
  void tell(std::span<const Judgement> judgements);

 private:
  struct Individual {
    Digits digits{};
    Judgement judgement{};
    std::size_t rank = 0;
    double crowding = 0;
  };

  [[nodiscard]] bool add(Digits digits, std::vector<std::uint64_t>& out);
  [[nodiscard]] bool add_unseen(std::vector<std::uint64_t>& out);
  [[nodiscard]] bool add_child(std::uint64_t number, std::vector<std::uint64_t>& out);
  void select();

  std::vector<Gene> genes_;
  SearchSettings settings_;
  PositionOf position_of_;
  std::vector<Individual> population_{};
  std::vector<Digits> asked_{};
  std::unordered_set<std::uint64_t> known_{};
  std::uint64_t next_sample_ = 0;  ///< of Sobol's sequence
  std::int64_t generation_ = 0;
};

}  // namespace lmulsim::explore
