// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <filesystem>

#include "graph/graph.hpp"

namespace lmulsim::graph {

/// Version of the trace format; README.md in this folder describes it.
inline constexpr std::string_view kTraceSchema = "lmulsim-trace/1";

/// Writes T.json and, when the workload has tensors, T.safetensors beside it (first, so that the JSON never names what
/// is not there). Throws InputError when a file cannot be written.
void write_trace(const std::filesystem::path& path, const Workload& workload);

/// The workload as the JSON of the format; `tensors_file` is the name of the file beside it, empty for none.
[[nodiscard]] boost::json::object trace_json(const Workload& workload, const std::string& tensors_file);

/// Reads a trace and the tensors it names. Throws InputError "file: operators[3]: key: expected, found"; unknown keys
/// are errors. A key "_comment" is allowed in every object.
[[nodiscard]] Workload read_trace(const std::filesystem::path& path);

}  // namespace lmulsim::graph
