// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "explore/sweep_file.hpp"

namespace lmulsim::explore {

/// One combination of a sweep.
struct Point {
  std::uint64_t position = 0;
  /// What it sets beyond the base, in the order of the file; absent parameters are not there.
  std::vector<Assignment> sets;
  std::vector<std::pair<std::string, std::string>> labels{};  ///< of bundles: parameter, choice
};

/// Positions that a sweep may have to be run.
inline constexpr std::uint64_t kMostPositions = 2'000'000;

/// A parameter as a search sees it.
struct Gene {
  std::size_t values = 1;
  bool is_ordered = false;  ///< neighbouring values are alike
};

/// The combinations of a sweep in a fixed order: the first parameter changes slowest. A position is the place in the
/// grid of all parameters, so that it depends on nothing but the file; where a condition makes a parameter absent, only
/// the first of its values is a point, and where a requirement does not hold there is none. The sweep must outlive the
/// space.
class Space {
 public:
  explicit Space(const Sweep& sweep);

  /// One a parameter.
  [[nodiscard]] std::vector<Gene> genes() const;
  /// The position of the point with these values, of a parameter that is absent there whatever its value is. Nothing
  /// where a requirement does not hold.
  [[nodiscard]] std::optional<std::uint64_t> position_of(std::vector<std::size_t> digits) const;

  /// Positions, points or not; of samples their number; as a real, because a file of a few lines has more than any
  /// integer holds.
  [[nodiscard]] double size() const { return size_; }
  /// Throws InputError with the number of positions where there are more than kMostPositions.
  void check_size() const;

  /// The point at a position; nothing where there is none. Throws InputError where an expression cannot be evaluated.
  /// Of a sweep with a solved key: without the key and what follows from it, whatever is required of them.
  [[nodiscard]] std::optional<Point> at(std::uint64_t position) const;
  /// The same with a value of the solved key; nothing where a requirement does not hold then.
  [[nodiscard]] std::optional<Point> at(std::uint64_t position, const Value& solved) const;

 private:
  [[nodiscard]] std::optional<Point> of_list(std::uint64_t position) const;
  [[nodiscard]] std::optional<Point> of_grid(std::uint64_t position, const Value* solved) const;
  [[nodiscard]] std::optional<Point> of_sample(std::uint64_t position, const Value* solved) const;
  /// Values of absent parameters are set to their first.
  [[nodiscard]] std::optional<Point> of_digits(std::uint64_t position, std::vector<std::size_t>& digits,
                                               const Value* solved) const;
  void find_dependent();
  [[nodiscard]] bool is_dependent(const Expression& expression) const;

  /// The slots that a parameter's name and choices fill.
  struct Dimension {
    std::size_t name_slot = 0;
    std::vector<std::vector<std::size_t>> slots{};  ///< of each choice, one an assignment
    std::vector<Value> labels{};
  };

  /// The values of the slots while a point is put together.
  struct Filling {
    std::vector<const Value*> values{};
    std::vector<Value> computed{};
  };

  [[nodiscard]] std::vector<std::size_t> digits_of(std::uint64_t position) const;
  void choose(std::size_t i, std::size_t digit, Filling& filling, Point& point) const;

  const Sweep& sweep_;
  std::vector<Dimension> dimensions_;
  std::set<std::size_t> dependent_;  ///< slots of the solved key and of what follows from it
  double size_ = 1;
};

/// What is in force at a point: the base with the point's values in place of its own.
[[nodiscard]] std::vector<Assignment> settings_at(const Sweep& sweep, const Point& point);

/// The point's values and the labels of its bundles as a JSON object, names sorted.
[[nodiscard]] std::string parameters_json(const Point& point);

/// The command that runs a point alone: "lmulsim run --accelerator ...", with `quality` where it is not empty.
[[nodiscard]] std::string command_line(const std::vector<Assignment>& settings, const std::string& quality);

}  // namespace lmulsim::explore
