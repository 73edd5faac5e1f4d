// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "../formats/files.hpp"
#include "util/file.hpp"

namespace lmulsim::quality {

inline void write(const std::filesystem::path& path, std::string_view text) {
  util::write_file_atomic(path, text);
}

}  // namespace lmulsim::quality
