// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `lmulsim eval --labelled` prints and writes.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "study/label_texts.hpp"

namespace lmulsim::cli {

[[nodiscard]] std::string labels_text(const study::LabelReport& report);
/// Schema lmulsim-labels/1.
[[nodiscard]] boost::json::value labels_json(const study::LabelReport& report);

}  // namespace lmulsim::cli
