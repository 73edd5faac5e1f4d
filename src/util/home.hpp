// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace lmulsim::util {

/// The folder that holds what the program reads of its own: `configs`, `rtl`, `models`, and `sim/rtl/wrapper`, which is
/// compiled with every Verilated array. It is LMULSIM_HOME; else `../share/lmulsim` beside the executable's folder,
/// which is where an installation has it; else the source tree. Throws InputError when the variable names no such
/// folder.
[[nodiscard]] std::filesystem::path home();

/// A shared object of the program: in `../lib/lmulsim` beside the executable's folder when it is installed, else where
/// the build left it, `built`.
[[nodiscard]] std::filesystem::path shared_object(const std::filesystem::path& built);

}  // namespace lmulsim::util
