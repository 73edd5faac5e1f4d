// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::flow::characterize {

/// The end of what a tool said, on indented lines of its own.
[[nodiscard]] std::string last_words(const std::string& said);

}  // namespace lmulsim::flow::characterize
