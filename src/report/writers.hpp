// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

#include "result/run_report.hpp"

namespace lmulsim::report {

/// The report as JSON; README.md in this folder describes the keys.
[[nodiscard]] boost::json::object to_json(const result::RunReport& report);

/// For people: name, value, unit and meaning in aligned columns.
[[nodiscard]] std::string to_text(const result::RunReport& report);

/// operators.csv: one line per operator, with a header. Cells with commas, quotes or line breaks are quoted (RFC 4180).
[[nodiscard]] std::string to_csv(const result::RunReport& report);

/// One page without references to anything outside of it.
[[nodiscard]] std::string to_html(const result::RunReport& report);

/// The operators over time in the Chrome trace event format, which Perfetto opens; microseconds of simulated time.
[[nodiscard]] boost::json::object to_timeline(const result::RunReport& report);

/// Two reports next to each other, quantity by quantity, with the ratio b / a.
[[nodiscard]] std::string side_by_side(const result::RunReport& a, const result::RunReport& b);

/// Writes report.txt, report.json, report.html, timeline.json and operators.csv into a folder, which is made when it is
/// missing. Everything is written beside the folder first; report.json is put in place last and taken away first, so
/// that a folder with a report.json is whole. Throws InputError and leaves nothing new when a file cannot be written.
void write_report(const result::RunReport& report, const std::filesystem::path& folder);

}  // namespace lmulsim::report
