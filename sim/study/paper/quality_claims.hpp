// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the paper says of models' answers, asked of the models at hand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quality/results.hpp"
#include "report/grid.hpp"
#include "study/paper/ladder_quality.hpp"
#include "util/enum_names.hpp"

namespace lmulsim::study::paper {

/// What is asked of a perplexity over another.
enum class Criterion : std::uint8_t {
  no_worse,  ///< at most kMargin more
  better,    ///< less than 1
};

inline constexpr double kMargin = 0.01;
inline constexpr double kErrors = 2;  ///< standard errors on both sides

/// Whether the whole interval of kErrors standard errors meets the criterion, or none of it does.
enum class QualityVerdict : std::uint8_t { holds, does_not_hold, undecided, not_measured };
inline constexpr auto kQualityVerdictNames =
    util::enum_names<QualityVerdict>("holds", "does not hold", "undecided", "not measured");
[[nodiscard]] constexpr std::string_view name(QualityVerdict verdict) {
  return kQualityVerdictNames[verdict];
}

/// One sentence of arXiv:2410.00907v2, as perplexity of one plan over that of another.
struct QualityClaim {
  std::string claim;
  std::string source;  ///< where the paper says it, and its own figures
  std::string plan;
  std::string against;
  Criterion criterion;
};

struct JudgedClaim {
  QualityClaim claim;
  std::optional<quality::PairedRatio> ratio{};
  QualityVerdict verdict = QualityVerdict::not_measured;
  std::string missing{};  ///< why there is no ratio: plans that have no row, or a perplexity that is not finite
};

/// The claims on one table of `lmulsim eval`.
struct QualityStudy {
  std::string model;
  std::string text;
  std::int64_t tokens = 0;
  double fp32 = 0;  ///< perplexity
  std::string file;
  std::string sha256;
  std::string made_by;
  std::vector<JudgedClaim> claims;
  std::vector<QualityBeside> designs;  ///< that the ladder compares
};

[[nodiscard]] const std::vector<QualityClaim>& quality_claims();
[[nodiscard]] QualityVerdict judge(Criterion criterion, const quality::PairedRatio& ratio);
[[nodiscard]] QualityStudy study_quality(const quality::Results& results);
[[nodiscard]] report::Grid quality_grid(const QualityStudy& study);

}  // namespace lmulsim::study::paper
