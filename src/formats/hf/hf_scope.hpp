// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "formats/hf/hf_quantisation.hpp"
#include "transformer/model.hpp"

namespace lmulsim::formats::hf {

/// The tensors of a Hugging Face model whose names begin alike.
struct Scope {
  const tensors::TensorFile& file;
  const HfQuantisation& quantisation;
  std::string prefix;

  [[nodiscard]] Scope in(std::string_view name) const {
    return {file, quantisation, fmt::format("{}{}.", prefix, name)};
  }
  /// The names with or without the prefix that a model with a head puts before them.
  [[nodiscard]] Scope below(std::string_view name, std::string_view probe) const {
    return file.has(fmt::format("{}{}.{}", prefix, name, probe)) ? in(name) : *this;
  }

  [[nodiscard]] tensors::Weight get(std::string_view name, std::initializer_list<std::int64_t> shape,
                                    bool outputs_first = true) const {
    return scaled_weight(file, prefix + std::string(name), std::span(shape.begin(), shape.size()), quantisation,
                         outputs_first);
  }

  [[nodiscard]] transformer::Projection linear(std::string_view name, std::int64_t outputs, std::int64_t inputs,
                                               bool bias) const {
    const Scope s = in(name);
    return {s.get("weight", {outputs, inputs}), bias ? s.get("bias", {outputs}) : tensors::Weight(), false};
  }

  /// The library's Conv1D: inputs first, always with a bias.
  [[nodiscard]] transformer::Projection conv1d(std::string_view name, std::int64_t outputs, std::int64_t inputs) const {
    const Scope s = in(name);
    return {s.get("weight", {inputs, outputs}, false), s.get("bias", {outputs}), true};
  }

  [[nodiscard]] transformer::NormWeights rms_norm(std::string_view name, std::int64_t size) const {
    return {in(name).get("weight", {size}), tensors::Weight()};
  }

  /// BERT checkpoints of TensorFlow's days say gamma and beta.
  [[nodiscard]] transformer::NormWeights layer_norm(std::string_view name, std::int64_t size) const {
    const Scope s = in(name);
    const bool old = file.has(s.prefix + "gamma");
    return {s.get(old ? "gamma" : "weight", {size}), s.get(old ? "beta" : "bias", {size})};
  }
};

// Binders: the weights of `model.shape` by the names of one family. Each returns the name of the embedding.

[[nodiscard]] std::string bind_bert(transformer::Model& model, const Scope& all, std::string_view prefix);
[[nodiscard]] std::string bind_distilbert(transformer::Model& model, const Scope& all);

}  // namespace lmulsim::formats::hf
