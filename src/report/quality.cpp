// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/quality.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace lmulsim::report {
namespace {

namespace json = boost::json;

constexpr double kLargest = std::numeric_limits<double>::max();

json::value number(double value) {
  return std::isfinite(value) ? json::value(value) : json::value(nullptr);
}

double maybe_number(util::JsonReader& reader, std::string_view key, double max) {
  const json::value* value = reader.find(key);
  const bool missing = value != nullptr && value->is_null();
  return missing ? std::numeric_limits<double>::quiet_NaN() : reader.number(key, 0, max);
}

}  // namespace

json::object quality_json(const Quality& q) {
  return {{"arithmetic", q.arithmetic},
          {"is_pe", q.is_pe},
          {"model", q.model},
          {"text", q.text},
          {"tokens", q.tokens},
          {"perplexity", number(q.perplexity)},
          {"perplexity_error", number(q.perplexity_error)},
          {"ratio_to_fp32", number(q.ratio)},
          {"ratio_error", number(q.ratio_error)},
          {"agreement", number(q.agreement)},
          {"agreement_error", number(q.agreement_error)},
          {"file", q.file},
          {"sha256", q.sha256}};
}

Quality read_quality(util::JsonReader reader) {
  Quality q;
  q.arithmetic = reader.string("arithmetic");
  q.is_pe = reader.boolean("is_pe");
  q.model = reader.string("model");
  q.text = reader.string("text");
  q.tokens = reader.integer("tokens", 0);
  q.perplexity = maybe_number(reader, "perplexity", kLargest);
  q.perplexity_error = maybe_number(reader, "perplexity_error", kLargest);
  q.ratio = maybe_number(reader, "ratio_to_fp32", kLargest);
  q.ratio_error = maybe_number(reader, "ratio_error", kLargest);
  q.agreement = maybe_number(reader, "agreement", 1);
  q.agreement_error = maybe_number(reader, "agreement_error", 1);
  q.file = reader.string("file");
  q.sha256 = reader.string("sha256");
  reader.finish();
  return q;
}

std::string perplexity_text(const Quality& q) {
  return std::isfinite(q.perplexity) ? fmt::format("{:.4f} +/- {:.4f}", q.perplexity, q.perplexity_error)
                                     : "not finite";
}

}  // namespace lmulsim::report
