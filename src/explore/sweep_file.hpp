// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explore/expression.hpp"
#include "explore/value.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::explore {

/// A value for a key: one of config::accelerator_keys() that files have, or of kPointKeys.
struct Assignment {
  std::string key;
  Value value;
  std::string where{};  ///< "file:line: key", for messages

  friend bool operator==(const Assignment& a, const Assignment& b) { return a.key == b.key && a.value == b.value; }
};

/// One value of a parameter: what it sets. Of a bundle it has a name.
struct Choice {
  std::string label;
  std::vector<Assignment> sets;
};

struct Parameter {
  std::string name;
  std::string where;
  bool is_bundle = false;               ///< `name` is not a key, its choices have labels
  std::vector<Choice> choices;          ///< empty: it follows
  std::optional<Expression> follows{};  ///< its value; then it is no dimension
  std::optional<Expression> when{};     ///< else it is absent
};

struct Objective {
  std::string metric;
  bool maximise = false;

  friend bool operator==(const Objective&, const Objective&) = default;
};

/// What one point may take before it is given up.
struct PointLimits {
  double seconds = 60;
  double memory_gib = 4;
  int attempts = 2;  ///< of a point that crashed
};

/// A key whose value follows from what a metric is to be: the nearest that the key takes.
struct Solve {
  std::string key;
  std::string metric;
  double target = 0;
  double within_percent = 0;  ///< how far from the target the metric may be
  double low = 0, high = 0;   ///< of the key
  bool is_integer = true;
  std::string where{};
};

enum class Strategy : std::uint8_t { grid, list, random, sobol, nsga2 };
inline constexpr auto kStrategyNames = util::enum_names<Strategy>("grid", "list", "random", "sobol", "nsga2");

/// Of strategies that do not run every point.
struct SearchSettings {
  std::int64_t samples = 0;  ///< random, sobol
  std::uint64_t seed = 1;
  std::int64_t population = 64;  ///< these three: nsga2
  std::int64_t generations = 40;
  std::int64_t evaluations = 0;  ///< at most; 0: what the generations take

  [[nodiscard]] std::int64_t most_evaluations() const {
    const std::int64_t all = population * generations;
    return evaluations > 0 && evaluations < all ? evaluations : all;
  }
};

/// A sweep file, read and checked; the values of its keys are not yet judged.
struct Sweep {
  std::string name;
  std::string source;
  std::vector<Assignment> base;
  std::vector<Parameter> parameters;
  std::optional<Solve> solve{};
  std::vector<Expression> require{};
  std::vector<std::string> limits{};  ///< on results, as Expression over metrics
  std::vector<Objective> objectives{};
  std::string quality{};  ///< of a table of `lmulsim eval`; empty: none
  Strategy strategy = Strategy::grid;
  SearchSettings search{};
  std::vector<std::vector<Assignment>> points{};  ///< of a list
  PointLimits point_limits{};
  /// Names that expressions may use, and their values before a point sets any; nothing: absent.
  std::vector<std::string> slots{};
  std::vector<std::optional<Value>> slot_values{};
};

/// Reads a sweep. `source` begins messages. Throws InputError "source:line: key: expected, found" for anything that is
/// not understood: unknown keys (with the nearest), keys set twice, values of the wrong type, ranges without end.
[[nodiscard]] Sweep parse_sweep(const std::string& text, const std::string& source);

/// parse_sweep() of a file of at most a MiB; `source` is its path.
[[nodiscard]] Sweep read_sweep_file(const std::string& path);

/// The sweep without its comments, layout and source: equal for equal sweeps. JSON.
[[nodiscard]] std::string canonical_text(const Sweep& sweep);

/// Whether a point may set it; the name of a bundle is none.
[[nodiscard]] bool is_key(std::string_view name);

/// Throws InputError "where: unknown key ..." unless a point may set the key.
void check_key(const std::string& key, const std::string& where);

/// Checks that a key exists and that the value is of its type. Throws InputError that begins with the assignment's
/// place.
void check_assignment(const Assignment& assignment);

/// The first key of the list, or null.
[[nodiscard]] const Assignment* find(const std::vector<Assignment>& list, std::string_view key);

}  // namespace lmulsim::explore
