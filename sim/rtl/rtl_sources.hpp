// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lmulsim::rtl {

/// The folder of the RTL in the source tree.
[[nodiscard]] std::filesystem::path shipped_rtl_dir();

/// The folder of the RTL that is used: LMULSIM_RTL, else the shipped one. Throws InputError when the variable names no
/// folder with a files.txt.
[[nodiscard]] std::filesystem::path rtl_source_dir();

/// The files of files.txt in compilation order, relative to `rtl_dir`. Throws InputError when there is no list.
[[nodiscard]] std::vector<std::string> rtl_files(const std::filesystem::path& rtl_dir);

/// Of names and contents of all files.
[[nodiscard]] std::string rtl_sha256(const std::filesystem::path& rtl_dir);

}  // namespace lmulsim::rtl
