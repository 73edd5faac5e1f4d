// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

#include <fmt/format.h>

#include <fstream>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::planted {

namespace fs = std::filesystem;

void plant(const Mutation& mutation, const fs::path& rtl, const fs::path& to) {
  std::string text = util::read_file(rtl / mutation.file);
  const std::size_t place = text.find(mutation.old_text);
  if (place == std::string::npos || text.find(mutation.old_text, place + 1) != std::string::npos) {
    throw InputError(fmt::format("{}: expected the text of the planted bug '{}' exactly once, found {}: {}",
                                 mutation.file, mutation.name, place == std::string::npos ? "none" : "several",
                                 mutation.old_text));
  }
  text.replace(place, mutation.old_text.size(), mutation.new_text);
  fs::remove_all(to);
  fs::create_directories(to);
  for (const fs::directory_entry& entry : fs::directory_iterator(rtl)) {
    if (entry.is_regular_file()) {
      fs::copy_file(entry.path(), to / entry.path().filename());
    }
  }
  std::ofstream out(to / mutation.file, std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    throw InputError(fmt::format("{}: cannot write", (to / mutation.file).string()));
  }
}

}  // namespace lmulsim::planted
