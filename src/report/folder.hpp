// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::report {

struct NamedText {
  std::string name;
  std::string text;
};

/// Writes files into a folder, which is made when it is missing. Everything is written beside the folder's files first;
/// the last file is put in place last and taken away first, so that a folder that has it is whole. Of several at once
/// each puts its files in place as a whole, and the last one's stay. Throws InputError and leaves nothing new when a
/// file cannot be written.
void write_folder(std::span<const NamedText> files, const std::filesystem::path& folder);

/// Throws what write_folder() would throw now, and leaves nothing: a wrong place is found before the work.
void check_folder(const std::filesystem::path& folder);

/// Names of folders for texts that may hold anything: letters, digits and "._+=-" stay, at most 64 of them; equal names
/// are numbered, and none is that of a file of the folder above (`taken`).
[[nodiscard]] std::vector<std::string> folder_names(const std::vector<std::string>& texts,
                                                    std::span<const std::string_view> taken);

}  // namespace lmulsim::report
