// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "config/accelerator_file.hpp"
#include "config/resolve.hpp"
#include "util/error.hpp"
#include "util/home.hpp"
#include "util/nearest.hpp"

namespace lmulsim::config {

namespace fs = std::filesystem;

std::string configs_dir() {
  const char* given = std::getenv("LMULSIM_CONFIGS");
  return given != nullptr && *given != '\0' ? given : (util::home() / "configs").string();
}

std::vector<std::string> shipped_names(std::string_view kind, std::string_view extension) {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(configs_dir()) / kind, error)) {
    if (entry.path().extension() == extension) {
      names.push_back(entry.path().stem().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

std::string find_config(std::string_view kind, std::string_view extension, const std::string& path_or_name) {
  const bool is_path = path_or_name.find('/') != std::string::npos || path_or_name.ends_with(extension);
  if (is_path) {
    return path_or_name;
  }
  std::string shipped = (fs::path(configs_dir()) / kind / (path_or_name + std::string(extension))).string();
  if (fs::exists(shipped)) {
    return shipped;
  }
  const std::vector<std::string> names = shipped_names(kind, extension);
  const std::vector<std::string_view> views(names.begin(), names.end());
  throw InputError(
      fmt::format("'{}' is neither a {} file nor one of {}/{}{}", path_or_name, extension, configs_dir(), kind,
                  names.empty() ? std::string(" (which holds none)")
                                : fmt::format("; the nearest is '{}'", util::nearest_name(path_or_name, views))));
}

machine::Accelerator load_accelerator(const std::string& path_or_name, std::span<const Setting> settings) {
  AcceleratorFile file = read_accelerator_file(find_config("accelerators", ".yaml", path_or_name));
  apply_settings(settings, file);
  return resolve(file);
}

}  // namespace lmulsim::config
