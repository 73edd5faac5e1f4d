// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "target.hpp"
#include "workload/model_runner.hpp"
#include "workload/tensor_file.hpp"

namespace lmulsim::fuzz {

/// Reads every value of every tensor whose type is read.
inline void decode_all(const workload::TensorFile& file) {
  for (const auto& [name, tensor] : file.directory()) {
    if (tensor.type != workload::StoredType::other) {
      observe(file.weight(name, tensor.shape).values());
    }
  }
}

/// The forward pass, which uses every weight.
inline void run_two_tokens(const workload::Model& model) {
  workload::ModelRunner runner(model);
  observe(runner.run(std::array{0, 1}));
}

}  // namespace lmulsim::fuzz
