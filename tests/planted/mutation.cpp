// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

#include <fmt/format.h>

#include <fstream>

#include "once.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::planted {

namespace fs = std::filesystem;

void plant(const Mutation& mutation, const fs::path& rtl, const fs::path& to) {
  const std::string text = replaced_once(util::read_file(rtl / mutation.file), {mutation.old_text, mutation.new_text},
                                         mutation.file, mutation.name);
  fs::remove_all(to);
  fs::create_directories(to.parent_path());
  fs::copy(rtl, to, fs::copy_options::recursive);
  std::ofstream out(to / mutation.file, std::ios::trunc);
  out << text << std::flush;
  if (!out) {
    throw InputError(fmt::format("{}: cannot write", (to / mutation.file).string()));
  }
}

}  // namespace lmulsim::planted
