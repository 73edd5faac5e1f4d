// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "formats/gguf/gguf.hpp"

namespace lmulsim::formats::gguf {

/// Radians per position of each pair of `rotated` elements, from the keys ARCHITECTURE.rope.*. A factor divides them
/// unless the type is none: without a type it is a linear one, as llama.cpp takes it. The factor's old key is
/// rope.scale_linear; a factor of 0 is none. Throws InputError naming the key, also for another type.
[[nodiscard]] std::vector<float> read_gguf_rotation(const Gguf& gguf, std::string_view architecture,
                                                    std::int64_t rotated);

}  // namespace lmulsim::formats::gguf
