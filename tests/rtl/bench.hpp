// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A Verilated bench and the mismatches it shows.
#pragma once

#include <verilated.h>

#include <cstdint>
#include <memory>
#include <string>

namespace lmulsim::rtl_test {

/// A Verilated top with a context of its own; registers start at random values.
template <typename Top>
class Bench {
 public:
  explicit Bench(int seed = 5) {
    context_.randReset(2);
    context_.randSeed(seed);
    top_ = std::make_unique<Top>(&context_);
  }
  ~Bench() { top_->final(); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  Top* operator->() { return top_.get(); }
  Top& operator*() { return *top_; }

  /// Two cycles of reset.
  void reset() {
    top_->rst_ni = 1;
    top_->clk_i = 0;
    top_->eval();
    top_->rst_ni = 0;
    clock();
    clock();
    top_->rst_ni = 1;
    top_->eval();
  }
  /// Rising edge with the inputs as they are; outputs are settled after it.
  void clock() {
    top_->clk_i = 0;
    top_->eval();
    top_->clk_i = 1;
    top_->eval();
    top_->clk_i = 0;
    top_->eval();
  }

 private:
  VerilatedContext context_;
  std::unique_ptr<Top> top_;
};

/// Bits 64*i .. 64*i+63 of a wide pin.
template <typename Pin>
[[nodiscard]] std::uint64_t word64(const Pin& pin, std::size_t i) {
  return (std::uint64_t{pin[2 * i + 1]} << 32) | pin[2 * i];
}
template <typename Pin>
void set_word64(Pin& pin, std::size_t i, std::uint64_t value) {
  pin[2 * i] = static_cast<std::uint32_t>(value);
  pin[2 * i + 1] = static_cast<std::uint32_t>(value >> 32);
}

/// How much was compared, how much differed, and the first difference.
struct Mismatches {
  std::int64_t compared = 0;
  std::int64_t wrong = 0;
  std::string first;
};

}  // namespace lmulsim::rtl_test
