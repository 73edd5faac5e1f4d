// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cost/band.hpp"

namespace lmulsim::report::sweep {

/// Where a point stands among the others.
enum class PointClass : std::uint8_t {
  front,         ///< no other is as good in every objective and better in one
  possible,      ///< some other is, but none beyond both error bars
  dominated,     ///< some other is, beyond both error bars
  beyond_limit,  ///< a limit of the sweep does not hold
  unjudged,      ///< lacks an objective, or the sweep has none
  not_run,       ///< cannot be built, or its check failed
};
inline constexpr std::array<std::string_view, 6> kPointClassNames{"front",        "possible", "dominated",
                                                                  "beyond limit", "unjudged", "not run"};

/// One text a point, each text kept once.
struct Words {
  std::vector<std::string> values{};
  std::vector<std::uint32_t> at{};  ///< an index into values, one a point
};

struct Parameter {
  std::string name;
  Words words;  ///< the values in their order; "-": not set
};

struct Metric {
  std::string name;
  std::string unit;
  std::string about;
  bool more_is_better = false;
  std::vector<std::optional<cost::Band>> values{};  ///< one a point
};

struct Objective {
  std::size_t metric = 0;  ///< an index into the page's metrics
  bool maximise = false;
};

/// Energy and area of a point by part, and the command that runs it alone.
struct PointDetails {
  std::size_t point = 0;
  std::vector<std::pair<std::string, cost::Band>> energy_pj{};
  std::vector<std::pair<std::string, cost::Band>> area_um2{};
  std::string command{};
};

/// Points that differ in one parameter and what follows from it: the number at `to` over that at `from`, or their
/// difference. Median, and where nine of ten lie.
struct PairedEffect {
  std::string from, to;
  std::int64_t pairs = 0;
  cost::Band effect{};
};

struct FactorShare {
  std::string name;
  std::int64_t levels = 0;
  cost::Band share{};                ///< of the variance, 0 to 1, with where resampled points put it
  std::string part_of{};             ///< the parameter it follows from
  std::vector<std::string> along{};  ///< parameters that follow from it
  std::vector<PairedEffect> effects{};
};

struct MetricImportance {
  std::string metric;
  std::int64_t points = 0;
  bool is_ratio = true;     ///< shares are of the logarithm and effects are ratios
  bool is_balanced = true;  ///< else shares describe the points, not the space
  double rest = 0;          ///< share of what parameters do together
  std::vector<FactorShare> factors{};
};

/// All that the page of a sweep shows. Vectors with one entry a point are all equally long.
struct SweepPage {
  std::string name;
  std::vector<std::pair<std::string, std::string>> head{};  ///< what was run: a name and a text
  std::vector<std::string> notes{};
  std::vector<std::string> ids{};  ///< 32 hexadecimal digits each
  std::vector<PointClass> classes{};
  Words outcome{};  ///< a word, with the reason behind ": "
  std::vector<Parameter> parameters{};
  std::vector<Metric> metrics{};  ///< those that some point has
  std::vector<Objective> objectives{};
  std::vector<PointDetails> details{};
  std::vector<MetricImportance> importance{};
  std::vector<std::pair<std::string, std::int64_t>> reasons{};  ///< why points cannot be built; their number
  std::vector<std::array<std::string, 3>> unfinished{};         ///< id, outcome, message of points without a result
};

/// A page in one file that asks for nothing outside of it. Its tables and pictures need no script; with scripts, points
/// can be filtered, sorted and compared, and with the charts' library (kSweepLibrary) brushed. Whatever stands in names
/// and messages, the page shows it as text.
[[nodiscard]] std::string to_html(const SweepPage& page);

}  // namespace lmulsim::report::sweep
