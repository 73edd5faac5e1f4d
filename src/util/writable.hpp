// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace lmulsim::util {

/// Throws what writing the file would throw now, without touching what is there: a wrong place is found before the
/// work. A device or a pipe is not opened, only asked for.
void check_writable(const std::filesystem::path& path);

}  // namespace lmulsim::util
