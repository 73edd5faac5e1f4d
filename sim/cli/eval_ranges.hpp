// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "study/evaluate.hpp"

namespace lmulsim::cli {

/// The largest sums of a row by kind of product and the narrow sums for them; empty without ranges.
[[nodiscard]] std::string ranges_text(const study::EvalRow& row);
[[nodiscard]] boost::json::array ranges_json(const study::EvalRow& row);

}  // namespace lmulsim::cli
