// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Compiled together with the Verilated array, once per configuration. LMULSIM_ROWS, LMULSIM_COLS, LMULSIM_PRODUCTS and
// the word widths come from the command line.
#include <verilated.h>
#if VM_TRACE
#include <verilated_vcd_c.h>
#endif

#include <cstdio>
#include <exception>
#include <memory>

#include "Vlmulsim_array.h"
#include "rtl/wrapper/abi.hpp"

namespace {

constexpr unsigned kRows = LMULSIM_ROWS;
constexpr unsigned kCols = LMULSIM_COLS;
constexpr unsigned kProducts = LMULSIM_PRODUCTS;
constexpr unsigned kWidthA = LMULSIM_WIDTH_A;
constexpr unsigned kWidthB = LMULSIM_WIDTH_B;
constexpr unsigned kAccBits = LMULSIM_ACC_BITS;

// A pin of any width as 32-bit words: an integer up to 64 bits, an array of words beyond.
template <std::size_t Words>
class PinWords {
 public:
  // Appends the low `width` bits, at most 64; the bits above them are ignored.
  void put(unsigned width, std::uint64_t value) {
    pending_ |= static_cast<Wide>(width < 64 ? value & ((std::uint64_t{1} << width) - 1) : value) << filled_;
    filled_ += width;
    for (; filled_ >= 32; filled_ -= 32) {
      words_[at_++] = static_cast<std::uint32_t>(pending_);
      pending_ >>= 32;
    }
  }
  // Takes the next `width` bits, at most 64.
  std::uint64_t get(unsigned width) {
    for (; filled_ < width; filled_ += 32) {
      pending_ |= static_cast<Wide>(words_[at_++]) << filled_;
    }
    const auto value = static_cast<std::uint64_t>(pending_);
    pending_ >>= width;
    filled_ -= width;
    return width < 64 ? value & ((std::uint64_t{1} << width) - 1) : value;
  }
  template <typename Pin>
  void store(Pin& pin) {
    if (filled_ > 0) {
      words_[at_] = static_cast<std::uint32_t>(pending_);
    }
    if constexpr (std::is_integral_v<Pin>) {
      std::uint64_t value = words_[0];
      if constexpr (Words > 1) {
        value |= std::uint64_t{words_[1]} << 32;
      }
      pin = static_cast<Pin>(value);
    } else {
      for (std::size_t i = 0; i < Words; ++i) {
        pin[i] = words_[i];
      }
    }
  }
  template <typename Pin>
  void load(const Pin& pin) {
    if constexpr (std::is_integral_v<Pin>) {
      words_[0] = static_cast<std::uint32_t>(pin);
      if constexpr (Words > 1) {
        words_[1] = static_cast<std::uint32_t>(static_cast<std::uint64_t>(pin) >> 32);
      }
    } else {
      for (std::size_t i = 0; i < Words; ++i) {
        words_[i] = pin[i];
      }
    }
  }

 private:
  __extension__ using Wide = unsigned __int128;
  std::uint32_t words_[Words] = {};
  std::size_t at_ = 0;
  Wide pending_ = 0;
  unsigned filled_ = 0;  // bits in pending_
};

constexpr std::size_t words_for(unsigned bits) {
  return (bits + 31) / 32;
}

class Model {
 public:
  Model(std::uint32_t seed, const char* wave_file) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed));
    context_.assertOn(true);
#if VM_TRACE
    context_.traceEverOn(true);
#endif
    top_ = std::make_unique<Vlmulsim_array>(&context_, "systolic_array");
#if VM_TRACE
    if (wave_file != nullptr) {
      waves_ = std::make_unique<VerilatedVcdC>();
      top_->trace(waves_.get(), 99);
      waves_->open(wave_file);
    }
#else
    (void)wave_file;
#endif
    // Reset acts on a falling edge: it starts from inactive.
    top_->clk_i = 0;
    top_->rst_ni = 1;
    top_->eval();
  }
  // After it no context is current: what the runtime asks for next is its own, not this one's remains.
  ~Model() {
#if VM_TRACE
    close_waves();
#endif
    top_->final();
    top_.reset();
    Verilated::threadContextp(nullptr);
  }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // The runtime keeps one current context a thread, that of the model made last, and asks it for seeds and flags: every
  // call begins with this.
  void make_current() {
    Verilated::threadContextp(&context_);
  }

  void settle(const RtlPinsIn& in, RtlPinsOut& out) {
    top_->clk_i = 0;
    for_each_pin([](const auto&, auto& pin, const auto& value) { pin = value; }, *top_, in.control);
    put_words<kRows * kProducts, kWidthA>(top_->moving_data_i, in.moving_data);
    put_words<kCols * kProducts, kWidthB>(top_->stationary_data_i, in.stationary_data);
    put_sums(in.psum_data);
    top_->eval();
    dump();
    for_each_pin([](const auto&, const auto& pin, auto& value) { value = pin; }, *top_, out.control);
    get_sums(out.result_data);
  }

  void clock() {
    context_.timeInc(1);
    top_->clk_i = 1;
    top_->eval();
    dump();
    context_.timeInc(1);
  }

 private:
  template <unsigned Count, unsigned Width, typename Pin>
  static void put_words(Pin& pin, const std::uint32_t* words) {
    PinWords<words_for(Count * Width)> bits;
    for (unsigned i = 0; i < Count; ++i) {
      bits.put(Width, words[i]);
    }
    bits.store(pin);
  }
  void put_sums(const std::uint64_t* c) {
    PinWords<words_for(kCols * kAccBits)> bits;
    for (unsigned i = 0; i < kCols; ++i) {
      const unsigned low = kAccBits < 64 ? kAccBits : 64;
      bits.put(low, c[2 * i]);
      bits.put(kAccBits - low, c[2 * i + 1]);
    }
    bits.store(top_->psum_data_i);
  }
  void get_sums(std::uint64_t* o) const {
    PinWords<words_for(kCols * kAccBits)> bits;
    bits.load(top_->result_data_o);
    for (unsigned i = 0; i < kCols; ++i) {
      const unsigned low = kAccBits < 64 ? kAccBits : 64;
      o[2 * i] = bits.get(low);
      o[2 * i + 1] = bits.get(kAccBits - low);
    }
  }
#if VM_TRACE
  // The runtime throws (runtime.cpp) when the last words cannot be written; a destructor must not.
  void close_waves() noexcept {
    try {
      if (waves_) {
        waves_->close();
      }
    } catch (const std::exception& e) {
      std::fprintf(stderr, "waves: %s\n", e.what());
    }
  }
#endif
  void dump() {
#if VM_TRACE
    if (waves_) {
      waves_->dump(context_.time());
    }
#endif
  }

  VerilatedContext context_;
  std::unique_ptr<Vlmulsim_array> top_;
#if VM_TRACE
  std::unique_ptr<VerilatedVcdC> waves_;
#endif
};

}  // namespace

namespace {

Model& current(void* model) {
  auto& m = *static_cast<Model*>(model);
  m.make_current();
  return m;
}

}  // namespace

extern "C" const RtlModelApi lmulsim_rtl_api = {
    .abi = kRtlAbi,
    .create = [](std::uint32_t seed, const char* wave_file) -> void* { return new Model(seed, wave_file); },
    .destroy = [](void* model) { delete &current(model); },
    .settle = [](void* model, const RtlPinsIn* in, RtlPinsOut* out) { current(model).settle(*in, *out); },
    .clock = [](void* model) { current(model).clock(); },
};
