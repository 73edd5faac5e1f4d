// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <map>
#include <span>
#include <stdexcept>
#include <system_error>

#include "util/file.hpp"

namespace lmulsim::util {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available from the cryptography library");
  }
  return fmt::format("{:02x}", fmt::join(std::span(digest).first(length), ""));
}

std::string sha256_file(const std::filesystem::path& path) {
  const MappedFile file(path);
  return sha256({reinterpret_cast<const char*>(file.bytes().data()), file.size()});
}

std::string sha256_content(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    return sha256_file(path);
  }
  std::map<std::string, std::string> digests;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string kind = entry.path().extension().string();
    if (entry.is_regular_file() && (kind == ".json" || kind == ".safetensors")) {
      digests[entry.path().filename().string()] = sha256_file(entry.path());
    }
  }
  std::string list;
  for (const auto& [name, digest] : digests) {
    list += fmt::format("{}  {}\n", digest, name);
  }
  return sha256(list);
}

}  // namespace lmulsim::util
