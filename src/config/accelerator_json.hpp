// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// Every resolved value, under the names of the configs' keys; for reports and provenance.
[[nodiscard]] boost::json::object to_json(const machine::Accelerator& accelerator);

}  // namespace lmulsim::config
