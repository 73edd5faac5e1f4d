// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// The folder of shipped configs: the environment variable LMULSIM_CONFIGS, else that of the source tree.
[[nodiscard]] std::string configs_dir();

/// Names of the files `kind`/NAME`extension` in configs_dir(), sorted. Example: ("accelerators", ".yaml").
[[nodiscard]] std::vector<std::string> shipped_names(std::string_view kind, std::string_view extension);

/// A path as it is when it holds a '/' or ends in `extension`, else configs_dir()/kind/NAME`extension`. Throws
/// InputError, naming the nearest shipped name, when there is no such file.
[[nodiscard]] std::string find_config(std::string_view kind, std::string_view extension,
                                      const std::string& path_or_name);

/// Reads an accelerator, given as a file or as a shipped name, applies the settings and resolves it.
[[nodiscard]] machine::Accelerator load_accelerator(const std::string& path_or_name,
                                                    std::span<const Setting> settings = {});

}  // namespace lmulsim::config
