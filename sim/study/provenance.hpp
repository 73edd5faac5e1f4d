// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "result/run_report.hpp"
#include "study/run_workload.hpp"

namespace lmulsim::study {

/// What it takes to get the same result again: version, tools, seed, and the files with their digests. Texts of config
/// files are included; of large workloads only the digest.
[[nodiscard]] result::Provenance provenance(const RunRequest& request);

/// "0.1.0 (0123456789ab)".
[[nodiscard]] std::string version_text();

}  // namespace lmulsim::study
