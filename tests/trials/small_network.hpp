// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "program.hpp"

namespace lmulsim::cli_test {

/// A network of tests/data/hf in memory, to be changed and written as the folder that a user would have.
class SmallNetwork {
 public:
  struct Tensor {
    std::string type;
    std::vector<std::int64_t> shape;
    std::string bytes;
  };

  explicit SmallNetwork(const std::string& family);

  boost::json::object config;
  std::map<std::string, Tensor> tensors;

  [[nodiscard]] static Tensor f32(std::vector<std::int64_t> shape, const std::vector<float>& values);
  /// Calls for every matrix of a layer.
  void each_matrix(const std::function<void(const std::string& name, Tensor& tensor)>& change);

  /// FOLDER/config.json, model.safetensors and, for decoders, a tokenizer of 40 characters.
  void write(const Workspace& work, const std::string& folder) const;

  /// What `eval` says of it on a fixed text in windows of eight tokens.
  [[nodiscard]] Outcome evaluate(const std::string& more = "--json") const;
  /// The perplexity in fp32 that it prints; -1 when it fails.
  [[nodiscard]] double perplexity() const;
};

}  // namespace lmulsim::cli_test
