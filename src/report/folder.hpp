// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace lmulsim::report {

struct NamedText {
  std::string name;
  std::string text;
};

/// Writes files into a folder, which is made when it is missing. Everything is written beside the folder's files first;
/// the last file is put in place last and taken away first, so that a folder that has it is whole. Throws InputError
/// and leaves nothing new when a file cannot be written.
void write_folder(std::span<const NamedText> files, const std::filesystem::path& folder);

}  // namespace lmulsim::report
