// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "target.hpp"
#include "tensors/tensor_file.hpp"
#include "transformer/model_runner.hpp"

namespace lmulsim::fuzz {

/// Reads every value of every tensor whose type is read.
inline void decode_all(const tensors::TensorFile& file) {
  for (const auto& [name, tensor] : file.directory()) {
    if (tensor.type != tensors::StoredType::other) {
      observe(file.weight(name, tensor.shape).values());
    }
  }
}

/// The forward pass, which uses every weight.
inline void run_two_tokens(const transformer::Model& model) {
  transformer::ModelRunner runner(model);
  observe(runner.run(std::array{0, 1}));
}

}  // namespace lmulsim::fuzz
