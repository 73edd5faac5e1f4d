// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/pins.hpp"

// The boundary between the program and a Verilated array in a shared object: plain data, so that a model is compiled
// without the program's headers but one: the list of pins. Words are little-endian 64-bit groups.

struct RtlPinsIn {
  lmulsim::engine::ControlPins control;
  const std::uint32_t* moving_data;      // rows * products words
  const std::uint32_t* stationary_data;  // cols * products words
  const std::uint64_t* psum_data;        // cols pairs (low, high)
};

struct RtlPinsOut {
  lmulsim::engine::AnswerPins control;
  std::uint64_t* result_data;  // cols pairs (low, high)
};

struct RtlModelApi {
  std::uint32_t abi;
  // Registers start at random values drawn from the seed; wave_file may be null.
  void* (*create)(std::uint32_t seed, const char* wave_file);
  void (*destroy)(void* model);
  void (*settle)(void* model, const RtlPinsIn* in, RtlPinsOut* out);
  void (*clock)(void* model);
};

inline constexpr std::uint32_t kRtlAbi = 2;
inline constexpr const char* kRtlApiSymbol = "lmulsim_rtl_api";
