// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// How a study says how far it is, without knowing where that is shown.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace lmulsim::study {

/// Is told of further steps that are done. What it throws ends the work.
using Advance = std::function<void(std::int64_t steps)>;

/// Is called before a piece of work, with what it is and its number of steps. The piece is over when what it gave dies.
using Progress = std::function<Advance(const std::string& label, std::int64_t steps)>;

/// Begins a piece of work, also when nobody asked to be told.
[[nodiscard]] inline Advance begin(const Progress& progress, const std::string& label, std::int64_t steps) {
  return progress ? progress(label, steps) : [](std::int64_t) {};
}

}  // namespace lmulsim::study
