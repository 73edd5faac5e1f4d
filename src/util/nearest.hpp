// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lmulsim::util {

/// So many characters of a name that somebody wrote are looked at for the nearest one: the search takes their square.
inline constexpr std::size_t kLongestLookedUp = 64;

/// Edits (insert, delete, replace, swap of neighbours) that turn one word into the other.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The name that `word` most likely means, case ignored: one that begins with it, else one that holds it, else the
/// closest by edit distance; of several the closest, of equals the first. Empty when `names` is empty.
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string_view> names);

/// " (did you mean 'X'?)" when some name is near enough to be meant, otherwise nothing. For error messages.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

}  // namespace lmulsim::util
