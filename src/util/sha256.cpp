// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

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
  if (!std::filesystem::is_regular_file(path)) {
    return sha256(read_file(path));
  }
  const MappedFile file(path);
  return sha256({reinterpret_cast<const char*>(file.bytes().data()), file.size()});
}

}  // namespace lmulsim::util
