// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace lmulsim::cycle {

/// `depth` registers in a row. Depth 0 is a wire.
template <class T>
class DelayLine {
 public:
  explicit DelayLine(int depth = 0) : regs_(static_cast<std::size_t>(depth)) {}

  [[nodiscard]] int depth() const { return static_cast<int>(regs_.size()); }

  /// The output of this cycle; `in` matters only when there is no register.
  [[nodiscard]] const T& output(const T& in) const { return regs_.empty() ? in : regs_[head_].value; }

  /// Rising clock edge.
  void tick(const T& in) {
    if (regs_.empty()) {
      return;
    }
    regs_[head_].value = in;
    head_ = head_ + 1 == regs_.size() ? 0 : head_ + 1;
  }

  void reset() { std::fill(regs_.begin(), regs_.end(), Reg{}); }

 private:
  struct Reg {  // keeps std::vector<bool> out
    T value{};
  };
  std::vector<Reg> regs_;
  std::size_t head_ = 0;  ///< the oldest value
};

}  // namespace lmulsim::cycle
