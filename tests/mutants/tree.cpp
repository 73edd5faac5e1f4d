// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <sstream>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::mutants {

namespace fs = std::filesystem;

std::string Mutant::text() const {
  return fmt::format("{}:{}: {}  ->  {}", file.string(), fault.line, before, after);
}

std::vector<Mutant> all_mutants(const fs::path& root, const std::vector<fs::path>& files) {
  std::vector<Mutant> all;
  for (const fs::path& file : files) {
    const std::string text = util::read_file(root / file);
    const Language language = file.extension() == ".sv" ? Language::systemverilog : Language::cpp;
    for (const PointFault& fault : point_faults(text, language)) {
      all.push_back({file, fault, line_of(text, fault.at), line_of(planted_text(text, fault), fault.at)});
    }
  }
  return all;
}

std::vector<Mutant> draw(std::vector<Mutant> all, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  count = std::min(count, all.size());
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(all[i], all[i + random() % (all.size() - i)]);
  }
  all.resize(count);
  return all;
}

std::vector<Equivalent> read_equivalents(const fs::path& file) {
  static constexpr std::array<std::string_view, 4> kKeys{"file: ", "before: ", "after: ", "because: "};
  std::istringstream lines(util::read_file(file));
  std::vector<Equivalent> list;
  std::size_t key = 0;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with('#') || (line.empty() && key == 0)) {
      continue;
    }
    if (!line.starts_with(kKeys[key])) {
      throw InputError(fmt::format("{}:{}: expected '{}', found '{}'", file.string(), number, kKeys[key], line));
    }
    if (key == 0) {
      list.emplace_back();
    }
    const std::array fields{&Equivalent::file, &Equivalent::before, &Equivalent::after, &Equivalent::argument};
    list.back().*fields[key] = line.substr(kKeys[key].size());
    key = (key + 1) % kKeys.size();
  }
  if (key != 0) {
    throw InputError(fmt::format("{}:{}: the last fault is not whole", file.string(), number));
  }
  return list;
}

const Equivalent* find(const std::vector<Equivalent>& list, const Mutant& mutant) {
  const auto at = std::ranges::find_if(list, [&](const Equivalent& e) {
    return e.file == mutant.file.string() && e.before == mutant.before && e.after == mutant.after;
  });
  return at == list.end() ? nullptr : &*at;
}

}  // namespace lmulsim::mutants
