// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Files that are not part of the repository.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace lmulsim {

/// A file below the folder that a variable of the environment names; a path that no file has where it names none. Who
/// asks for it says what was skipped.
[[nodiscard]] inline std::filesystem::path below_variable(const char* variable, const std::string& name) {
  const char* folder = std::getenv(variable);
  return std::filesystem::path(folder != nullptr && *folder != '\0' ? folder : variable) / name;
}

/// Of real models and texts.
[[nodiscard]] inline std::filesystem::path real_data(const std::string& name) {
  return below_variable("LMULSIM_DATA", name);
}

/// Of cell libraries that no package has.
[[nodiscard]] inline std::filesystem::path real_liberty(const std::string& name) {
  return below_variable("LMULSIM_LIBERTY", name);
}

}  // namespace lmulsim
