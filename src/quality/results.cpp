// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "quality/plan.hpp"
#include "util/file.hpp"
#include "util/json.hpp"
#include "util/sha256.hpp"

namespace lmulsim::quality {

namespace {

using util::JsonReader;

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// A number, or null for one that was not finite. Its key must be there.
double maybe_number(JsonReader& json, std::string_view key, double min, double max) {
  const boost::json::value* value = json.find(key);
  return value != nullptr && value->is_null() ? kNan : json.number(key, min, max);
}

std::vector<double> read_covariance(JsonReader& json, std::size_t count) {
  std::vector<double> out;
  for (const boost::json::value& value : json.array("covariance")) {
    if (!value.is_number() && !value.is_null()) {
      json.fail("covariance", "expected numbers or null");
    }
    out.push_back(value.is_null() ? kNan : value.to_number<double>());
  }
  if (out.size() != count) {
    json.fail("covariance",
              fmt::format("expected {} numbers, one per row up to this one, found {}", count, out.size()));
  }
  return out;
}

ResultRow read_row(JsonReader json, std::int64_t tokens, std::size_t place) {
  ResultRow row;
  row.name = json.string("name");
  row.arithmetic = Plan::parse(json.string("arithmetic"), json.place("arithmetic")).text();
  Quality& q = row.quality;
  q.tokens = tokens;
  q.not_finite = json.integer("not_finite", 0, tokens);
  q.loss = maybe_number(json, "loss_nats", 0, kLargest);
  q.perplexity = maybe_number(json, "perplexity", 0, kLargest);
  q.perplexity_error = maybe_number(json, "perplexity_error", 0, kLargest);
  q.ratio = maybe_number(json, "ratio_to_fp32", 0, kLargest);
  q.ratio_error = maybe_number(json, "ratio_error", 0, kLargest);
  q.agreement = maybe_number(json, "agreement", 0, 1);
  q.agreement_error = maybe_number(json, "agreement_error", 0, 1);
  // Tables of earlier versions do not have it.
  q.change_rms = json.find("change_rms_nats") == nullptr ? kNan : maybe_number(json, "change_rms_nats", 0, kLargest);
  q.change_rms_error =
      json.find("change_rms_error") == nullptr ? kNan : maybe_number(json, "change_rms_error", 0, kLargest);
  row.covariance = read_covariance(json, place + 1);
  return row;
}

}  // namespace

const ResultRow* Results::find(std::string_view plan) const {
  const auto it = std::ranges::find(rows, Plan::parse(plan).text(), &ResultRow::arithmetic);
  return it == rows.end() ? nullptr : &*it;
}

PairedRatio Results::ratio(const ResultRow& row, const ResultRow& other) const {
  const auto a = static_cast<std::size_t>(&row - rows.data());
  const auto b = static_cast<std::size_t>(&other - rows.data());
  return paired_ratio(row.quality.loss, other.quality.loss, row.covariance[a], other.covariance[b],
                      a < b ? other.covariance[a] : row.covariance[b]);
}

Results read_results(const std::filesystem::path& path) {
  const std::string text = util::read_file(path, util::kLargestTable);
  const boost::json::value value = util::parse_json(text, path.string());
  JsonReader json(value, path.string());
  if (const std::string schema = json.string("schema"); schema != kResultsSchema) {
    json.fail("schema", fmt::format("expected '{}', what 'lmulsim eval' writes, found '{}'", kResultsSchema, schema));
  }
  Results out{path.string(), util::sha256(text), json.string("model"), json.string("text"), {}, {}};
  JsonReader provenance = json.object("provenance");
  out.made_by = provenance.string("version");
  out.model_sha256 = provenance.optional_string("model_sha256").value_or("");
  if (auto chosen = json.optional_object("chosen_on")) {
    out.chosen_on = chosen->string("text");
    out.chosen_where_judged = chosen->string("sha256") == provenance.optional_string("text_sha256").value_or("");
  }
  const std::int64_t tokens = json.integer("tokens", 2);
  const boost::json::array& rows = json.array("rows");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.rows.push_back(read_row(JsonReader(rows[i], fmt::format("{}: rows[{}]", out.file, i)), tokens, i));
  }
  if (out.rows.empty()) {
    json.fail("rows", "expected at least one row");
  }
  return out;
}

}  // namespace lmulsim::quality
