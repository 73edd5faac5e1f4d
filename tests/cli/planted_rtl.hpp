// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {

/// The project's RTL in the folder rtl of a workspace, one text of one file replaced by another.
inline void plant_rtl(const Workspace& work, const std::string& file, const std::string& from, const std::string& to) {
  const std::filesystem::path rtl = std::filesystem::path(LMULSIM_SOURCE_DIR) / "rtl";
  std::filesystem::copy(rtl, work.path() / "rtl", std::filesystem::copy_options::recursive);
  work.write("rtl/" + file, replaced(work.read("rtl/" + file), from, to));
}

/// Words of the shell that let the program use that RTL.
inline const std::string kPlanted = "LMULSIM_RTL=$PWD/rtl timeout 200";

}  // namespace lmulsim::cli_test
