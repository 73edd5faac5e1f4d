// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "study/sweep/stored_points.hpp"

namespace lmulsim::cli {

/// Points with a run, one a line. csv and md: parameters and metrics, numbers with all their digits; jsonl: everything
/// that is stored of a run. Throws InputError for another format.
[[nodiscard]] std::string export_text(const study::sweep::StoredSweep& sweep, const std::string& format);

/// The file becomes the text, or stays what it was. Throws InputError.
void write_text(const std::string& path, const std::string& text);

}  // namespace lmulsim::cli
