// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tensors/stored_tensor.hpp"

namespace lmulsim::tensors {

/// A learned array of a model, fp32, row-major. Values are read at their first use: the mapped words themselves where
/// they are fp32, decoded once otherwise. Copies share them. Safe to use from several threads.
class Weight {
 public:
  /// No weight: a bias or a norm that the model does not have.
  Weight() = default;
  /// `owner` keeps the tensor's bytes. `name` ("file: tensor 'x'") begins messages.
  Weight(std::string name, StoredTensor tensor, std::shared_ptr<const void> owner);

  /// This matrix with every block of `rows` x `cols` elements multiplied by its factor; `factors` has one per block,
  /// row by row. The last blocks may be cut off.
  [[nodiscard]] Weight scaled(Weight factors, std::int64_t rows, std::int64_t cols) const;

  [[nodiscard]] explicit operator bool() const { return state_ != nullptr; }
  [[nodiscard]] std::span<const std::int64_t> shape() const;
  /// Throws InputError naming the tensor for a value that is not finite. Empty without a weight.
  [[nodiscard]] std::span<const float> values() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lmulsim::tensors
