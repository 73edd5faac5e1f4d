// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "engine/dut.hpp"
#include "rtl/model_cache.hpp"  // IWYU pragma: export

namespace lmulsim::rtl {

struct ModelOptions {
  bool waves = false;               ///< build with VCD support (slower)
  std::filesystem::path rtl_dir;    ///< empty: the project's rtl/
  std::filesystem::path cache_dir;  ///< empty: util::cache_dir()
  bool silent = false;              ///< nothing on standard error: a worker, whose parent says what goes on
};

/// The shared object with the Verilated array: from the cache, or Verilated and compiled now. The cache is keyed by
/// everything the result depends on: RTL text, parameters, wrapper, flags and tool version. Several processes may ask
/// at once: one builds. Throws InputError when Verilator or the compiler is missing, or rejects RTL or configuration,
/// with the first lines of its message.
[[nodiscard]] std::filesystem::path build_rtl_model(const engine::ArrayParams& params,
                                                    const ModelOptions& options = {});

/// First line of `verilator --version`. Throws InputError when there is none.
[[nodiscard]] std::string verilator_version();

}  // namespace lmulsim::rtl
