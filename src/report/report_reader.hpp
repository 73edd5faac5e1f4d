// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "result/design.hpp"

namespace lmulsim::report {

/// Reads a report.json, or the one in a folder that `lmulsim run --out` wrote. Throws InputError with file and key for
/// what is no report of the schema: missing or unknown keys, numbers out of range, a band that does not hold its value,
/// parts that do not add up to their total, names with control characters.
[[nodiscard]] result::Design read_report(const std::filesystem::path& path);

}  // namespace lmulsim::report
