// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "util/error.hpp"

namespace lmulsim::quality {

namespace {

std::string with_offset(const Arithmetic& base, std::uint32_t offset) {
  return arithmetic_name(with_multiplier(base, fmt::format("adder:{}", offset)));
}

std::string plan_with(const Calibration& c, std::uint32_t offset) {
  return offset == c.default_offset ? arithmetic_name(c.base) : with_offset(c.base, offset);
}

std::uint32_t offset_step(const MantissaPairs& pairs) {
  return std::max(1U, (1U << pairs.man_bits) / 32);
}

/// Runs plans over one of the two texts.
class Runs {
 public:
  Runs(const transformer::Model& model, std::span<const Window> windows, const CalibrationOptions& options)
      : model_(model), windows_(windows), options_(options) {
    for (const Window& window : windows) {
      tokens_ += static_cast<std::int64_t>(window.targets.size());
    }
  }

  [[nodiscard]] Prediction run(const std::string& plan, const ProductObserver& observe = {}) const {
    EvaluationOptions options{.threads = options_.threads, .observe = observe};
    if (options_.progress) {
      options.advance = options_.progress(plan, tokens_);
    }
    return evaluate(model_, windows_, Plan::parse(plan), options).prediction;
  }

 private:
  const transformer::Model& model_;
  std::span<const Window> windows_;
  const CalibrationOptions& options_;
  std::int64_t tokens_ = 0;
};

/// The default's prediction; fills the pairs.
Prediction run_and_count(const Runs& runs, Calibration& out) {
  PairCollector pairs;
  Prediction prediction =
      runs.run(arithmetic_name(out.base), [&pairs](const ObservedProduct& product) { pairs.add(product); });
  out.kinds = pairs.kinds();
  for (const auto& [kind, counts] : out.kinds) {
    out.pairs += counts;
    out.by_kind[kind] = best_offsets(counts).mean_square;
  }
  return prediction;
}

/// Above this offset no product is too small any more.
std::uint32_t largest_offset(const MantissaPairs& pairs) {
  return 1U << (pairs.man_bits - 1);
}

/// Runs the proposed offsets; as long as the largest is the best, also the next ones.
void choose(const Runs& runs, const Prediction& reference, Calibration& out) {
  double least = std::numeric_limits<double>::infinity();
  const auto attempt = [&](std::uint32_t offset) {
    const Prediction found = offset == out.default_offset ? reference : runs.run(with_offset(out.base, offset));
    out.candidates.push_back({offset, log_error(out.pairs, offset), quality(found, reference)});
    if (out.candidates.back().against_default.loss < least) {
      least = out.candidates.back().against_default.loss;
      out.chosen = offset;
    }
  };
  out.chosen = out.default_offset;
  std::ranges::for_each(propose_offsets(out.pairs, out.default_offset), attempt);
  const std::uint32_t step = offset_step(out.pairs);
  while (out.chosen == out.candidates.back().offset && out.chosen + step <= largest_offset(out.pairs)) {
    attempt(out.chosen + step);
  }
}

/// Kinds whose own offset is another one than the chosen one get it.
std::string plan_by_kind(const Calibration& c) {
  std::string plan = plan_with(c, c.chosen);
  for (const auto& [kind, offset] : c.by_kind) {
    plan += offset == c.chosen ? "" : fmt::format("+{}={}", place_name(kind), with_offset(c.base, offset));
  }
  return plan;
}

void confirm(const Runs& runs, Calibration& out) {
  std::map<std::string, Prediction> predictions;
  const auto predict = [&](const std::string& plan) -> const Prediction& {
    const auto found = predictions.find(plan);
    return found != predictions.end() ? found->second : predictions.emplace(plan, runs.run(plan)).first->second;
  };
  const auto add = [&](const std::string& name, const std::string& plan) {
    out.confirmed.push_back({name, plan, quality(predict(plan), predict(arithmetic_name(out.base)))});
  };
  add("fp32", "fp32");
  add("exact", arithmetic_name(with_multiplier(out.base, "exact")));
  add("default", arithmetic_name(out.base));
  add("mitchell", plan_with(out, 0));
  add("chosen", plan_with(out, out.chosen));
  add("by kind", plan_by_kind(out));
}

}  // namespace

std::uint32_t offset_of(const Arithmetic& arithmetic) {
  if (arithmetic.plain_fp32 || arithmetic.mac.multiplier.kind != arith::MultiplierKind::adder) {
    throw InputError(
        fmt::format("--calibrate: expected an arithmetic with an adder (lmul, mitchell, adder:D), found '{}'",
                    arithmetic_name(arithmetic)));
  }
  return arith::adder_offset(mac_of(arithmetic, 1).multiplier, arithmetic.a, arithmetic.b);
}

Arithmetic with_multiplier(const Arithmetic& arithmetic, const std::string& multiplier) {
  const std::string name = arithmetic_name(arithmetic);
  return parse_arithmetic(multiplier + name.substr(arith::multiplier_name(arithmetic.mac.multiplier).size()));
}

std::vector<std::uint32_t> propose_offsets(const MantissaPairs& pairs, std::uint32_t default_offset) {
  const std::uint32_t step = offset_step(pairs);
  const BestOffsets best = best_offsets(pairs);
  std::set<std::uint32_t> offsets{0, default_offset};
  for (const std::uint32_t centre : {best.mean_square, best.mean}) {
    offsets.insert({centre - std::min(centre, step), centre, centre + step});
  }
  return {offsets.begin(), offsets.end()};
}

std::pair<std::vector<std::vector<int>>, std::vector<std::vector<int>>> split_documents(
    std::vector<std::vector<int>> documents, std::int64_t tokens) {
  const auto limit = static_cast<std::size_t>(tokens);
  if (documents.size() == 1 && documents[0].size() > limit) {
    const auto cut = documents[0].begin() + tokens;
    return {{{documents[0].begin(), cut}}, {{cut, documents[0].end()}}};
  }
  std::size_t taken = 0;
  std::size_t count = 0;
  while (count + 1 < documents.size() && taken < limit) {
    taken += documents[count++].size();
  }
  const auto rest = documents.begin() + static_cast<std::ptrdiff_t>(count);
  return {{documents.begin(), rest}, {rest, documents.end()}};
}

Calibration calibrate(const transformer::Model& model, std::span<const Window> choosing,
                      std::span<const Window> confirming, const Arithmetic& base, const CalibrationOptions& options) {
  Calibration out;
  out.base = base;
  out.default_offset = offset_of(base);
  const Runs first(model, choosing, options);
  choose(first, run_and_count(first, out), out);
  confirm(Runs(model, confirming, options), out);
  return out;
}

}  // namespace lmulsim::quality
