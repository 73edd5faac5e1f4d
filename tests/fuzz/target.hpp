// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "util/error.hpp"

/// What libFuzzer calls with every input; in the suite of tests the name is the target's own.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace lmulsim::fuzz {

/// Inputs that a target has read to the end without an error since the program began.
inline int accepted = 0;

/// Runs `use`. InputError is the only answer allowed to an input that is refused; anything else ends the program.
template <typename Use>
int refuse_or(Use&& use) {
  try {
    use();
    ++accepted;
  } catch (const InputError&) {
  }
  return 0;
}

/// The same with several readers of one input, which is accepted when one of them accepts it.
inline int refuse_or_any(std::initializer_list<std::function<void()>> uses) {
  const int before = accepted;
  for (const auto& use : uses) {
    (void)refuse_or(use);
  }
  accepted = before + (accepted > before ? 1 : 0);
  return 0;
}

/// Makes the values that a target computes count, so that nothing is optimised away.
template <typename T>
void observe(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Bytes as a file that lives in memory as long as the object.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(memfd_create("lmulsim-fuzz", MFD_CLOEXEC)) {
    for (std::string_view rest = bytes; !rest.empty();) {
      const ssize_t written = descriptor_ < 0 ? -1 : write(descriptor_, rest.data(), rest.size());
      if (written <= 0) {
        throw std::runtime_error("a file in memory cannot be written");
      }
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~MemoryFile() { close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline std::span<const std::byte> bytes_of(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}

}  // namespace lmulsim::fuzz
