// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "machine/array_shape.hpp"

namespace lmulsim::config {

/// "ws", "os", "is": the names configs, reports and the command line use.
[[nodiscard]] std::string_view dataflow_name(machine::Dataflow dataflow);

[[nodiscard]] std::span<const std::string_view> dataflow_names();

/// The dataflow of a name. `where` starts the message of the InputError for an unknown one.
[[nodiscard]] machine::Dataflow parse_dataflow(std::string_view name, const std::string& where);

}  // namespace lmulsim::config
