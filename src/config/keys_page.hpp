// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::config {

/// The table of keys, for a terminal.
[[nodiscard]] std::string keys_text();

/// The table of keys as the page docs/reference/accelerator.md.
[[nodiscard]] std::string keys_page();

}  // namespace lmulsim::config
