// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// The boundary between the program and a Verilated array in a shared object: plain data, so that a model is compiled
// without the program's headers. Words are little-endian 64-bit groups.

struct RtlPinsIn {
  bool rst_n, a_valid, a_first, a_last, a_acc, b_valid, c_valid, o_ready;
  std::uint32_t a_beats;
  const std::uint32_t* a;  // rows words
  const std::uint32_t* b;  // cols words
  const std::uint64_t* c;  // cols pairs (low, high)
};

struct RtlPinsOut {
  bool a_ready, b_ready, c_ready, o_valid, o_last;
  std::uint64_t* o;  // cols pairs (low, high)
};

struct RtlModelApi {
  std::uint32_t abi;
  // Registers start at random values drawn from the seed; wave_file may be null.
  void* (*create)(std::uint32_t seed, const char* wave_file);
  void (*destroy)(void* model);
  void (*settle)(void* model, const RtlPinsIn* in, RtlPinsOut* out);
  void (*clock)(void* model);
};

inline constexpr std::uint32_t kRtlAbi = 1;
inline constexpr const char* kRtlApiSymbol = "lmulsim_rtl_api";
