// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lmulsim::report::sweep {

/// Texts that the build puts into the program. The library is ECharts with its licences (scripts/web), or empty where
/// there was no npm; the script is the .js files of this folder, one behind the other; the style is sweep_page.css.
/// None holds "</script" or "<!--".
extern const std::string_view kSweepLibrary;
extern const std::string_view kSweepScript;
extern const std::string_view kSweepStyle;

}  // namespace lmulsim::report::sweep
