// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::config {

/// A path as it goes into a report, so that equal runs give equal reports wherever the program and the files lie:
/// within the folder of shipped configs from "configs/" on, another absolute path without its folders, others as they
/// are. What cannot be printed is written as "\\x0a".
[[nodiscard]] std::string portable_path(const std::string& path);

}  // namespace lmulsim::config
