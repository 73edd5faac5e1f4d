// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace lmulsim::cost {

/// tests/data/gates.json: invented round numbers.
inline std::string gates_file() {
  return (std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests/data/gates.json").string();
}

}  // namespace lmulsim::cost
