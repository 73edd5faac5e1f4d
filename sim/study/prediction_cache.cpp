// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/prediction_cache.hpp"

#include <fmt/format.h>

#include <cstring>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study {

namespace {

namespace fs = std::filesystem;
using quality::LayerOverflows;

constexpr std::string_view kMagic = "lmulsim-prediction/2\n";

template <typename T>
void append(std::string& bytes, const std::vector<T>& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

/// A place and its count.
struct OverflowRecord {
  std::int64_t layer;
  std::int64_t kind;
  std::int64_t sums;
  std::int64_t left;
};

std::vector<OverflowRecord> records_of(const LayerOverflows& overflows) {
  std::vector<OverflowRecord> records;
  for (const auto& [place, count] : overflows) {
    records.push_back({place.first, static_cast<std::int64_t>(place.second), count.sums, count.left});
  }
  return records;
}

/// The records in the bytes, as many as the number before them says; nothing when they are not whole.
std::optional<LayerOverflows> read_overflows(std::string_view bytes) {
  std::int64_t count = 0;
  if (bytes.size() < sizeof(count)) {
    return std::nullopt;
  }
  std::memcpy(&count, bytes.data(), sizeof(count));
  bytes.remove_prefix(sizeof(count));
  if (count < 0 || bytes.size() % sizeof(OverflowRecord) != 0 ||
      bytes.size() / sizeof(OverflowRecord) != static_cast<std::size_t>(count)) {
    return std::nullopt;
  }
  LayerOverflows overflows;
  for (; !bytes.empty(); bytes.remove_prefix(sizeof(OverflowRecord))) {
    OverflowRecord record{};
    std::memcpy(&record, bytes.data(), sizeof(record));
    if (record.kind < 0 || record.kind > static_cast<std::int64_t>(transformer::ProductKind::head)) {
      return std::nullopt;
    }
    overflows[{record.layer, static_cast<transformer::ProductKind>(record.kind)}] = {record.sums, record.left};
  }
  return overflows;
}

}  // namespace

PredictionCache::PredictionCache(fs::path folder, const std::string& program, const std::string& model_sha256,
                                 std::span<const quality::Window> windows)
    : folder_(std::move(folder)) {
  std::string tokens;
  for (const quality::Window& window : windows) {
    append(tokens, window.inputs);
    tokens += '\n';
    append(tokens, window.targets);
    tokens += '\n';
    tokens_ += window.targets.size();
  }
  key_ = fmt::format("{}{}\n{}\n{}\n{}\n", kMagic, program, model_sha256, tokens.size(), util::sha256(tokens));
}

fs::path PredictionCache::file(const quality::Plan& plan) const {
  return folder_ / ("prediction-" + util::sha256(key_ + plan.text()).substr(0, 32) + ".bin");
}

std::optional<KeptEvaluation> PredictionCache::find(const quality::Plan& plan) const {
  const fs::path path = file(plan);
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return std::nullopt;
  }
  const std::string bytes = util::read_file(path);
  const std::size_t size = kMagic.size() + tokens_ * (sizeof(double) + sizeof(int));
  if (bytes.size() < size || !bytes.starts_with(kMagic)) {
    return std::nullopt;
  }
  auto overflows = read_overflows(std::string_view(bytes).substr(size));
  if (!overflows) {
    return std::nullopt;
  }
  KeptEvaluation out{{std::vector<double>(tokens_), std::vector<int>(tokens_)}, *std::move(overflows)};
  const char* data = bytes.data() + kMagic.size();
  std::memcpy(out.prediction.negative_log_likelihood.data(), data, tokens_ * sizeof(double));
  std::memcpy(out.prediction.top1.data(), data + tokens_ * sizeof(double), tokens_ * sizeof(int));
  return out;
}

void PredictionCache::keep(const quality::Plan& plan, const KeptEvaluation& evaluation) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw InputError(fmt::format("{}: cannot make a cache of predictions here (set LMULSIM_CACHE): {}",
                                 folder_.string(), error.message()));
  }
  std::string bytes(kMagic);
  append(bytes, evaluation.prediction.negative_log_likelihood);
  append(bytes, evaluation.prediction.top1);
  const std::vector<OverflowRecord> records = records_of(evaluation.overflows);
  append(bytes, std::vector<std::int64_t>{static_cast<std::int64_t>(records.size())});
  append(bytes, records);
  util::write_file_atomic(file(plan), bytes);
}

}  // namespace lmulsim::study
