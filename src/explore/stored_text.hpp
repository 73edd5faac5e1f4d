// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explore/space.hpp"
#include "explore/sweep_file.hpp"

namespace lmulsim::explore {

/// What canonical_text() says apart from the points.
struct StoredText {
  std::vector<Assignment> base;
  std::vector<Objective> objectives;
  std::vector<std::string> limits;
  std::string quality;
};

/// Throws InputError "where: ..." for a text that canonical_text() did not write.
[[nodiscard]] StoredText read_stored_text(const std::string& text, const std::string& where);

/// What parameters_json() says: keys and labels of bundles, each with its value, sorted. Numbers are those that were
/// written, to the last digit. Throws InputError for another text.
[[nodiscard]] std::vector<Assignment> read_parameters(std::string_view json);

/// What is in force at a stored point: settings_at() of it.
[[nodiscard]] std::vector<Assignment> settings_of(const StoredText& sweep, std::string_view parameters);

/// The command that runs a stored point alone.
[[nodiscard]] std::string command_line(const StoredText& sweep, std::string_view parameters);

}  // namespace lmulsim::explore
