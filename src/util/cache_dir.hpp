// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace lmulsim::util {

/// Where built models and finished rows are kept: LMULSIM_CACHE, else XDG_CACHE_HOME/lmulsim (an absolute path), else
/// HOME/.cache/lmulsim. Made when it is missing, for this user alone. Throws InputError when none of the three says
/// where.
[[nodiscard]] std::filesystem::path cache_dir();

/// Makes the folder, for this user alone, where it is missing. What could not be made is found out when it is used.
void make_private(const std::filesystem::path& folder);

}  // namespace lmulsim::util
