// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "once.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::planted {

std::string replaced_once(std::string text, const Replacement& replacement, const std::string& file,
                          const std::string& bug) {
  const std::string& old_text = replacement.old_text;
  const std::size_t place = text.find(old_text);
  if (place == std::string::npos || text.find(old_text, place + 1) != std::string::npos) {
    throw InputError(fmt::format("{}: expected the text of the planted bug '{}' exactly once, found {}: {}", file, bug,
                                 place == std::string::npos ? "none" : "several", old_text));
  }
  return text.replace(place, old_text.size(), replacement.new_text);
}

}  // namespace lmulsim::planted
