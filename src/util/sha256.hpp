// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lmulsim::util {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The same of a file's bytes. Throws InputError when it cannot be read.
[[nodiscard]] std::string sha256_file(const std::filesystem::path& path);

/// Of a file, or of a model's folder: of the names and digests of its .json and .safetensors files, in the order of the
/// names. Throws InputError.
[[nodiscard]] std::string sha256_content(const std::filesystem::path& path);

}  // namespace lmulsim::util
