// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tensors/weight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::tensors {

struct Weight::State {
  std::string name;
  StoredTensor tensor;
  std::shared_ptr<const void> owner;
  std::once_flag once;
  std::vector<float> decoded;
  std::span<const float> values;
  std::shared_ptr<State> factors;  ///< one per block of block_rows x block_cols; none: unscaled
  std::int64_t block_rows = 0, block_cols = 0;

  void read();
  std::span<const float> once_read();
  void scale();
};

namespace {

/// fp32 words where they lie, if a float may be read from there.
std::span<const float> in_place(const StoredTensor& tensor) {
  const void* data = tensor.bytes.data();
  if (tensor.type != StoredType::f32 || reinterpret_cast<std::uintptr_t>(data) % alignof(float) != 0) {
    return {};
  }
  return {static_cast<const float*>(data), tensor.bytes.size() / sizeof(float)};
}

}  // namespace

void Weight::State::read() {
  values = in_place(tensor);
  if (values.empty()) {
    decoded = decode(tensor);
    values = decoded;
  }
  if (factors) {
    scale();
  }
  const auto bad = std::ranges::find_if_not(values, [](float x) { return std::isfinite(x); });
  if (bad != values.end()) {
    throw InputError(fmt::format("{}: expected finite values, found {} at element {} of {}", name, *bad,
                                 bad - values.begin(), values.size()));
  }
}

std::span<const float> Weight::State::once_read() {
  std::call_once(once, [this] { read(); });
  return values;
}

void Weight::State::scale() {
  if (decoded.empty()) {
    decoded.assign(values.begin(), values.end());
  }
  const std::span<const float> factor = factors->once_read();
  const std::int64_t cols = tensor.shape[1];
  const std::int64_t across = (cols + block_cols - 1) / block_cols;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i) / cols;
    const auto col = static_cast<std::int64_t>(i) % cols;
    decoded[i] *= factor[static_cast<std::size_t>(row / block_rows * across + col / block_cols)];
  }
  values = decoded;
}

Weight::Weight(std::string name, StoredTensor tensor, std::shared_ptr<const void> owner)
    : state_(std::make_shared<State>()) {
  state_->name = std::move(name);
  state_->tensor = std::move(tensor);
  state_->owner = std::move(owner);
}

Weight Weight::scaled(Weight factors, std::int64_t rows, std::int64_t cols) const {
  Weight made(state_->name, state_->tensor, state_->owner);
  made.state_->factors = std::move(factors.state_);
  made.state_->block_rows = rows;
  made.state_->block_cols = cols;
  return made;
}

std::span<const std::int64_t> Weight::shape() const {
  return state_ ? std::span<const std::int64_t>(state_->tensor.shape) : std::span<const std::int64_t>();
}

std::span<const float> Weight::values() const {
  return state_ ? state_->once_read() : std::span<const float>();
}

}  // namespace lmulsim::tensors
