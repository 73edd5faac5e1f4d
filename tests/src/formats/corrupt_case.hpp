// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace lmulsim::formats {

/// The file that is corrupted, which also says how it is read.
enum class Kind : std::uint8_t { checkpoint, safetensors, index, gguf, onnx, config };

/// One fault in a good file, and what is said of it.
struct Case {
  const char* name;
  Kind kind;
  std::function<std::string(std::string)> corrupt;
  const char* message;
};

inline std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

inline constexpr std::uint64_t kHuge = std::uint64_t{1} << 62U;

/// The faults of ONNX models.
std::vector<Case> onnxs();

}  // namespace lmulsim::formats
