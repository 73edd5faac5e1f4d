// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval --calibrate` prints and writes.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "study/calibrate_offset.hpp"

namespace lmulsim::cli {

[[nodiscard]] std::string calibration_text(const study::CalibrationReport& report);

/// Schema lmulsim-calibration/1.
[[nodiscard]] boost::json::value calibration_json(const study::CalibrationReport& report);

}  // namespace lmulsim::cli
