// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gates/liberty.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates::testing {

/// tests/data/tiny.lib, whose tables are planes.
inline std::filesystem::path tiny_file() {
  return std::filesystem::path(LMULSIM_SOURCE_DIR) / "tests" / "data" / "tiny.lib";
}

inline Library tiny_library() {
  return read_library({tiny_file().string()});
}

/// Its text with the first `from` replaced by `to`.
inline std::string tiny_with(std::string_view from, std::string_view to) {
  std::string text = util::read_file(tiny_file());
  const std::size_t at = text.find(from);
  if (at == std::string::npos) {
    throw std::logic_error("tiny.lib does not contain what the test replaces");
  }
  return text.replace(at, from.size(), to);
}

/// Its text with more cells at the end.
inline std::string tiny_plus(std::string_view cells) {
  std::string text = util::read_file(tiny_file());
  return text.insert(text.rfind('}'), cells);
}

/// The library in files of these bytes, named a.lib, b.lib, ...
inline Library library_of(const std::vector<std::string>& texts) {
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  std::vector<std::string> files;
  for (const std::string& text : texts) {
    const auto file = folder.path() / (std::string(1, static_cast<char>('a' + files.size())) + ".lib");
    util::write_file_atomic(file, text);
    files.push_back(file.string());
  }
  return read_library(files);
}

/// The message of the InputError that reading them throws; empty when it throws none.
inline std::string error_of(const std::vector<std::string>& texts) {
  try {
    (void)library_of(texts);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace lmulsim::gates::testing
