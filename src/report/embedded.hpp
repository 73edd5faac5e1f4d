// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace lmulsim::report {

/// Texts that the build puts into the program (CMakeLists.txt, scripts/cmake/embed.cmake): Chart.js as Debian's package
/// libjs-chart.js ships it (Expat licence, stated in its first lines), and charts.js of this folder. Neither holds
/// "</script".
extern const std::string_view kChartLibrary;
extern const std::string_view kChartScript;

}  // namespace lmulsim::report
