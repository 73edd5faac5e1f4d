// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>

#include "config/keys.hpp"
#include "machine/accelerator.hpp"

namespace lmulsim::config {

/// Every resolved value, under the names of the configs' keys; for reports and provenance.
[[nodiscard]] boost::json::object to_json(const machine::Accelerator& accelerator);

/// The keys that a config file has, and of them none that follows from another: parse_accelerator() reads the same
/// accelerator from it.
[[nodiscard]] boost::json::object to_file_json(const machine::Accelerator& accelerator);

/// The values of these rows of the table.
[[nodiscard]] boost::json::object to_json(const machine::Accelerator& accelerator, std::span<const Key> keys);

/// The first dotted name in `json` that no row of the table has; empty when all have one.
[[nodiscard]] std::string unknown_key(const boost::json::object& json);

}  // namespace lmulsim::config
