// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/quality.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>

namespace lmulsim::result {
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
          {"change_rms_nats", number(q.change_rms)},
          {"change_rms_error", number(q.change_rms_error)},
          {"chosen_on", q.chosen_on.empty() ? json::value(nullptr) : json::value(q.chosen_on)},
          {"chosen_where_judged", q.chosen_where_judged},
          {"file", q.file},
          {"sha256", q.sha256},
          {"model_sha256", q.model_sha256.empty() ? json::value(nullptr) : json::value(q.model_sha256)},
          {"of_workload", q.of_workload}};
}

Quality read_quality(util::JsonReader reader, const std::string& workload) {
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
  // Reports of earlier versions say neither.
  if (reader.find("change_rms_nats") != nullptr) {
    q.change_rms = maybe_number(reader, "change_rms_nats", kLargest);
    q.change_rms_error = maybe_number(reader, "change_rms_error", kLargest);
  }
  q.chosen_on = reader.optional_string("chosen_on").value_or("");
  q.chosen_where_judged = reader.optional_boolean("chosen_where_judged").value_or(false);
  q.file = reader.string("file");
  q.sha256 = reader.string("sha256");
  q.model_sha256 = reader.optional_string("model_sha256").value_or("");
  q.of_workload = reader.optional_boolean("of_workload").value_or(model_name(q.model) == workload);
  reader.finish();
  return q;
}

std::string change_rms_text(const Quality& q) {
  return std::isfinite(q.change_rms) ? fmt::format("{:.4f} +/- {:.4f}", q.change_rms, q.change_rms_error) : "-";
}

std::string chosen_text(const Quality& q) {
  if (q.chosen_on.empty()) {
    return "no text is said on which parameters were chosen";
  }
  return fmt::format(
      "parameters chosen on {}, {}", q.chosen_on,
      q.chosen_where_judged ? "the text they are judged on: the figures flatter" : fmt::format("judged on {}", q.text));
}

std::string perplexity_text(const Quality& q) {
  const std::string value =
      std::isfinite(q.perplexity) ? fmt::format("{:.4f} +/- {:.4f}", q.perplexity, q.perplexity_error) : "not finite";
  return value + (q.of_workload ? "" : " (of another model)");
}

std::string model_name(const std::string& path) {
  const std::filesystem::path file(path.ends_with('/') ? path.substr(0, path.size() - 1) : path);
  const std::string extension = file.extension().string();
  const bool is_file =
      extension == ".bin" || extension == ".gguf" || extension == ".safetensors" || extension == ".json";
  return (is_file ? file.stem() : file.filename()).string();
}

std::string of_another_model(const Quality& quality, const std::string& workload) {
  return fmt::format("the quality is of another model, {}, not of the workload {}", quality.model, workload);
}

}  // namespace lmulsim::result
