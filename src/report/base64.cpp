// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/base64.hpp"

#include <openssl/evp.h>

#include <charconv>
#include <cstddef>
#include <stdexcept>

namespace lmulsim::report {

std::string base64(std::string_view bytes) {
  constexpr std::size_t kPiece = std::size_t{3} << 20U;  // whole groups of three; EVP counts in int
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4 + 1);
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    const std::string_view piece = bytes.substr(at, kPiece);
    const std::size_t before = out.size();
    out.resize(before + (piece.size() + 2) / 3 * 4 + 1);
    const int written =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data() + before),
                        reinterpret_cast<const unsigned char*>(piece.data()), static_cast<int>(piece.size()));
    out.resize(before + static_cast<std::size_t>(written));
  }
  return out;
}

std::string bytes_of_hex(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = 0;
    const std::string_view pair = digits.substr(i, 2);
    const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), byte, 16);
    if (pair.size() != 2 || error != std::errc() || end != pair.data() + 2) {
      throw std::invalid_argument("expected hexadecimal digits in pairs");
    }
    out.push_back(static_cast<char>(byte));
  }
  return out;
}

}  // namespace lmulsim::report
