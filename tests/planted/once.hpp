// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::planted {

/// A piece of text replaced by another.
struct Replacement {
  std::string old_text;  ///< occurs exactly once
  std::string new_text;
};

/// The text with the piece replaced. Throws InputError naming `file` and `bug` when the old text does not occur exactly
/// once: the bug would be another one, or none.
[[nodiscard]] std::string replaced_once(std::string text, const Replacement& replacement, const std::string& file,
                                        const std::string& bug);

}  // namespace lmulsim::planted
