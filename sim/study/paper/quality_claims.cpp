// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/quality_claims.hpp"

#include <fmt/format.h>

#include <cmath>

namespace lmulsim::study::paper {
namespace {

using quality::PairedRatio;
using quality::ResultRow;

constexpr const char* kLossless = "abstract; tables 2 to 5, attention only: Mistral-7b 69.93 (bf16 69.83)";
constexpr const char* kBetterThanE4m3 = "tables 2 to 4, attention only: Llama-3.1-8b 74.00 (e4m3 73.40)";
constexpr const char* kBetterThanE5m2 = "tables 2 to 4, attention only: Llama-3.1-8b 74.00 (e5m2 71.86)";
constexpr const char* kPrecision = "abstract; figure 4, errors of products";
constexpr const char* kEverything = "table 6, GSM8K, Gemma2-2b fine-tuned: L-Mul 37.91, e4m3 36.09, e5m2 7.96";

std::string criterion_text(Criterion criterion) {
  switch (criterion) {
    case Criterion::no_worse:
      return fmt::format("at most {:g}", 1 + kMargin);
    case Criterion::better:
      return "below 1";
  }
  return "";
}

std::string missing_rows(const quality::Results& results, const QualityClaim& claim) {
  std::string out;
  for (const std::string& plan : {claim.plan, claim.against}) {
    if (results.find(plan) == nullptr) {
      out += (out.empty() ? "no row of " : " and of ") + plan;
    }
  }
  return out;
}

JudgedClaim judged(const quality::Results& results, const QualityClaim& claim) {
  JudgedClaim out{claim};
  out.missing = missing_rows(results, claim);
  if (!out.missing.empty()) {
    return out;
  }
  const ResultRow& row = *results.find(claim.plan);
  const ResultRow& other = *results.find(claim.against);
  for (const ResultRow* r : {&row, &other}) {
    if (!std::isfinite(r->quality.perplexity)) {
      out.missing = "not finite: " + r->name;
      return out;
    }
  }
  out.ratio = results.ratio(row, other);
  out.verdict = judge(claim.criterion, *out.ratio);
  return out;
}

}  // namespace

const std::vector<QualityClaim>& quality_claims() {
  using enum Criterion;
  static const std::vector<QualityClaim> claims{
      {"L-Mul (k = 4) in attention is nearly lossless", kLossless, "fp32+attention=lmul:bf16,k=4", "fp32", no_worse},
      {"L-Mul (k = 3) in attention is nearly lossless", kLossless, "fp32+attention=lmul:bf16,k=3", "fp32", no_worse},
      {"L-Mul of e4m3 in attention is nearly lossless", kLossless, "fp32+attention=lmul:e4m3", "fp32", no_worse},
      {"L-Mul (k = 4) in attention is as good as e4m3 there", kBetterThanE4m3, "fp32+attention=lmul:bf16,k=4",
       "fp32+attention=exact:e4m3", no_worse},
      {"L-Mul (k = 3) in attention is better than e5m2 there", kBetterThanE5m2, "fp32+attention=lmul:bf16,k=3",
       "fp32+attention=exact:e5m2", better},
      {"L-Mul (k = 4) is comparable to e4m3, in all products", kPrecision, "lmul:bf16,k=4", "exact:e4m3", no_worse},
      {"L-Mul (k = 3) is better than e5m2, in all products", kPrecision, "lmul:bf16,k=3", "exact:e5m2", better},
      {"everything in 3-bit L-Mul, sums in e4m3, is as good as e4m3", kEverything, "lmul:e4m3,acc=e4m3",
       "exact:e4m3,acc=e4m3", no_worse},
      {"everything in 3-bit L-Mul, sums in e4m3, is better than e5m2", kEverything, "lmul:e4m3,acc=e4m3",
       "exact:e5m2,acc=e4m3", better},
  };
  return claims;
}

QualityVerdict judge(Criterion criterion, const PairedRatio& ratio) {
  if (!std::isfinite(ratio.value) || !std::isfinite(ratio.error)) {
    return QualityVerdict::not_measured;
  }
  const double low = ratio.value - kErrors * ratio.error;
  const double high = ratio.value + kErrors * ratio.error;
  const bool none_worse = criterion == Criterion::no_worse;
  const double bound = none_worse ? 1 + kMargin : 1;
  if (none_worse ? high <= bound : high < bound) {
    return QualityVerdict::holds;
  }
  return (none_worse ? low > bound : low >= bound) ? QualityVerdict::does_not_hold : QualityVerdict::undecided;
}

QualityStudy study_quality(const quality::Results& results) {
  const quality::Quality& first = results.rows.front().quality;
  QualityStudy out{results.model,  results.text,    first.tokens, first.perplexity,         results.file,
                   results.sha256, results.made_by, {},           qualities_beside(results)};
  for (const QualityClaim& claim : quality_claims()) {
    out.claims.push_back(judged(results, claim));
  }
  return out;
}

report::Grid quality_grid(const QualityStudy& study) {
  report::Grid out{fmt::format("Answers of {}: perplexity over perplexity", study.model),
                   {"claim", "paper", "arithmetic", "over that of", "measured", "asked for", "verdict"},
                   {},
                   {}};
  for (const JudgedClaim& c : study.claims) {
    const std::string measured =
        c.ratio ? fmt::format("{:.4f} +/- {:.4f}", c.ratio->value, kErrors * c.ratio->error) : c.missing;
    out.rows.push_back({c.claim.claim, c.claim.source, c.claim.plan, c.claim.against, measured,
                        criterion_text(c.claim.criterion), std::string(name(c.verdict))});
  }
  out.notes = {
      fmt::format("{} tokens of {}, perplexity {:.4f} in fp32; {}, sha256 {:.12}, by lmulsim {}", study.tokens,
                  study.text, study.fp32, study.file, study.sha256, study.made_by),
      fmt::format("+/- is {:g} standard errors of the paired ratio, token by token (tokens as independent); a claim "
                  "holds or does not when the whole interval says so, else it is undecided",
                  kErrors),
      fmt::format("the paper measures accuracies of 2 to 8 billion parameters on benchmarks, this is the perplexity "
                  "of another model; nearly lossless, comparable and as good are read as at most {:g} % more",
                  100 * kMargin),
      "k: operands truncated to k mantissa bits in bf16 words, fp32 sums; fp8: one scale per operand unless sums are "
      "e4m3"};
  return out;
}

}  // namespace lmulsim::study::paper
