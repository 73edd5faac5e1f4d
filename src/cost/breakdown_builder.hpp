// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cost/breakdown.hpp"

namespace lmulsim::cost {

/// Appends a component and adds it to the total.
inline void add(Breakdown& out, Part part, const Band& band, std::vector<std::string> entries) {
  out.total += band;
  out.components.push_back({part, band, std::move(entries)});
}

/// Appends a note unless it is there.
inline void note(Breakdown& out, std::string text) {
  if (std::ranges::find(out.notes, text) == out.notes.end()) {
    out.notes.push_back(std::move(text));
  }
}

/// Appends a warning unless it is there.
inline void warn(Breakdown& out, std::string text) {
  if (std::ranges::find(out.warnings, text) == out.warnings.end()) {
    out.warnings.push_back(std::move(text));
  }
}

inline void note(Breakdown& out, const std::vector<std::string>& notes) {
  for (const std::string& text : notes) {
    note(out, text);
  }
}

}  // namespace lmulsim::cost
