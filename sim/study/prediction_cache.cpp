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
using quality::Prediction;

constexpr std::string_view kMagic = "lmulsim-prediction/1\n";

template <typename T>
void append(std::string& bytes, const std::vector<T>& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
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

std::optional<Prediction> PredictionCache::find(const quality::Plan& plan) const {
  const fs::path path = file(plan);
  std::error_code error;
  if (!fs::is_regular_file(path, error)) {
    return std::nullopt;
  }
  const std::string bytes = util::read_file(path);
  const std::size_t size = kMagic.size() + tokens_ * (sizeof(double) + sizeof(int));
  if (bytes.size() != size || !bytes.starts_with(kMagic)) {
    return std::nullopt;
  }
  Prediction out{std::vector<double>(tokens_), std::vector<int>(tokens_)};
  const char* data = bytes.data() + kMagic.size();
  std::memcpy(out.negative_log_likelihood.data(), data, tokens_ * sizeof(double));
  std::memcpy(out.top1.data(), data + tokens_ * sizeof(double), tokens_ * sizeof(int));
  return out;
}

void PredictionCache::keep(const quality::Plan& plan, const Prediction& prediction) const {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    throw InputError(fmt::format("{}: cannot make a cache of predictions here (set LMULSIM_CACHE): {}",
                                 folder_.string(), error.message()));
  }
  std::string bytes(kMagic);
  append(bytes, prediction.negative_log_likelihood);
  append(bytes, prediction.top1);
  util::write_file_atomic(file(plan), bytes);
}

}  // namespace lmulsim::study
