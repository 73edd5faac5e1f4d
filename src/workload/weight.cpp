// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/weight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::workload {

struct Weight::State {
  std::string name;
  StoredTensor tensor;
  std::shared_ptr<const void> owner;
  std::once_flag once;
  std::vector<float> decoded;
  std::span<const float> values;

  void read();
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
  const auto bad = std::ranges::find_if_not(values, [](float x) { return std::isfinite(x); });
  if (bad != values.end()) {
    throw InputError(fmt::format("{}: expected finite values, found {} at element {} of {}", name, *bad,
                                 bad - values.begin(), values.size()));
  }
}

Weight::Weight(std::string name, StoredTensor tensor, std::shared_ptr<const void> owner)
    : state_(std::make_shared<State>()) {
  state_->name = std::move(name);
  state_->tensor = std::move(tensor);
  state_->owner = std::move(owner);
}

std::span<const std::int64_t> Weight::shape() const {
  return state_ ? std::span<const std::int64_t>(state_->tensor.shape) : std::span<const std::int64_t>();
}

std::span<const float> Weight::values() const {
  if (!state_) {
    return {};
  }
  std::call_once(state_->once, [this] { state_->read(); });
  return state_->values;
}

}  // namespace lmulsim::workload
