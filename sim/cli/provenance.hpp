// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/simulate.hpp"
#include "result/run_report.hpp"

namespace lmulsim::cli {

/// What it takes to get the same result again: version, tools, seed, and the files with their digests. Texts of config
/// files are included; of large workloads only the digest.
[[nodiscard]] result::Provenance provenance(const RunSetup& setup);

/// "0.1.0 (0123456789ab)".
[[nodiscard]] std::string version_text();

}  // namespace lmulsim::cli
