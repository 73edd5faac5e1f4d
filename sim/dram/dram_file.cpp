// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "dram/dram_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "config/field.hpp"
#include "config/load.hpp"
#include "config/yaml_map.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/number.hpp"
#include "util/printable.hpp"

namespace lmulsim::dram {
namespace {

using config::Field;
using config::YamlMap;

constexpr std::string_view kFolder = "dram";
constexpr std::string_view kExtension = ".yaml";
constexpr std::string_view kRatio = "clock_ratio";
constexpr double kFastestMhz = 100'000;

/// What a file gives, key by key.
struct DramFile {
  std::string source;
  Field<std::string> name;
  Field<std::string> also;
  Field<std::string> preset;
  Field<double> clock_mhz;
  std::map<std::string, Field<std::int64_t>, std::less<>> numbers;  ///< sizes, and distances as "timing.tRP"
  std::vector<Field<std::string>> ratio;
};

std::string timing_name(const TimingKey& key) {
  return fmt::format("timing.{}", key.name);
}

DramFile read(const std::string& text, const std::string& source) {
  YamlMap map = YamlMap::document(text, source);
  DramFile file;
  file.source = source;
  file.name = map.text("name");
  file.also = map.text("also");
  static_cast<void>(map.text("about"));
  static_cast<void>(map.text("origin"));
  file.preset = map.text("preset");
  file.clock_mhz = map.number("clock_mhz");
  for (const OrganizationKey& key : kOrganizationKeys) {
    file.numbers[std::string(key.name)] = map.integer(key.name);
  }
  if (std::optional<YamlMap> timing = map.map("timing")) {
    for (const TimingKey& key : kTimingKeys) {
      file.numbers[timing_name(key)] = timing->integer(key.name);
    }
    timing->finish();
  }
  file.ratio = map.texts(kRatio);
  map.finish();
  const std::vector<std::string> keys = map.keys();
  if (file.ratio.empty() && std::ranges::find(keys, kRatio) != keys.end()) {
    throw InputError(
        fmt::format("{}: {}: expected [p, q]: p DRAM clocks in q core cycles, found an empty list", source, kRatio));
  }
  return file;
}

DramFile read_file(const std::string& path) {
  return read(util::read_file(path, util::kLargestConfig), path);
}

/// The file of a preset: one of its name, or the one that is `also` called so.
std::string find_preset(const std::string& path_or_name) {
  const std::vector<std::string> names = config::shipped_names(kFolder, kExtension);
  const bool plain = path_or_name.find('/') == std::string::npos && !path_or_name.ends_with(kExtension);
  if (plain && std::ranges::find(names, path_or_name) == names.end()) {
    for (const std::string& name : names) {
      std::string path = config::find_config(kFolder, kExtension, name);
      if (read_file(path).also.value == path_or_name) {
        return path;
      }
    }
  }
  return config::find_config(kFolder, kExtension, path_or_name);
}

template <typename T>
void fill(Field<T>& field, const Field<T>& base) {
  if (!field.given()) {
    field = base;
  }
}

/// The file, with what its preset gives where it says nothing.
DramFile with_preset(DramFile file) {
  if (!file.preset.given()) {
    return file;
  }
  DramFile base;
  try {
    base = read_file(find_preset(*file.preset.value));
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: {}", file.preset.where, error.what()));
  }
  if (base.preset.given()) {
    throw InputError(fmt::format("{}: expected a preset that gives every key itself, found one that names '{}'",
                                 file.preset.where, util::printable(*base.preset.value)));
  }
  fill(file.name, base.name);
  fill(file.clock_mhz, base.clock_mhz);
  for (const auto& [key, value] : base.numbers) {
    fill(file.numbers[key], value);
  }
  return file;
}

[[noreturn]] void missing(const DramFile& file, std::string_view key, std::string_view expected) {
  throw InputError(
      fmt::format("{}: missing key '{}': expected {}, or a 'preset' that has it", file.source, key, expected));
}

/// Where a key was given; of one that nothing gives the file.
Where places(const DramFile& file) {
  return [&file](std::string_view key) {
    const auto found = file.numbers.find(key);
    return found != file.numbers.end() && found->second.given() ? found->second.where
                                                                : fmt::format("{}: {}", file.source, key);
  };
}

std::int64_t number(const DramFile& file, const std::string& key, std::string_view about) {
  const auto found = file.numbers.find(key);
  if (found == file.numbers.end() || !found->second.given()) {
    missing(file, key, about);
  }
  return *found->second.value;
}

std::optional<ClockRatio> ratio_of(const DramFile& file) {
  if (file.ratio.empty()) {
    return std::nullopt;
  }
  const std::string& where = file.ratio.front().where;
  if (file.ratio.size() != 2) {
    throw InputError(
        fmt::format("{}: expected [p, q]: p DRAM clocks in q core cycles, found {} numbers", where, file.ratio.size()));
  }
  const auto part = [](const Field<std::string>& field) {
    return util::read_integer(field.where, *field.value, 1, ClockRatio::kLargest);
  };
  return ClockRatio(part(file.ratio[0]), part(file.ratio[1]), where);
}

DramMemory resolve(const DramFile& file) {
  DramMemory memory;
  if (!file.name.given()) {
    missing(file, "name", "what reports call the memory");
  }
  memory.name = *file.name.value;
  util::check_printable(memory.name, file.name.where);
  if (!file.clock_mhz.given()) {
    missing(file, "clock_mhz", "the frequency of the DRAM's clock in MHz");
  }
  memory.clock_mhz = *file.clock_mhz.value;
  if (!(memory.clock_mhz >= 1 && memory.clock_mhz <= kFastestMhz)) {
    throw InputError(
        fmt::format("{}: expected 1 to {} MHz, found {}", file.clock_mhz.where, kFastestMhz, memory.clock_mhz));
  }
  for (const OrganizationKey& key : kOrganizationKeys) {
    memory.organization.*key.member = number(file, std::string(key.name), key.about);
  }
  for (const TimingKey& key : kTimingKeys) {
    const std::string name = timing_name(key);
    const std::int64_t value = number(file, name, key.about);
    if (value < key.low || value > key.high) {
      throw InputError(
          fmt::format("{}: expected {} to {} clocks, found {}", places(file)(name), key.low, key.high, value));
    }
    memory.timing.*key.member = static_cast<int>(value);
  }
  memory.ratio = ratio_of(file);
  check(memory, places(file));
  return memory;
}

}  // namespace

DramMemory parse_dram(const std::string& text, const std::string& source) {
  return resolve(with_preset(read(text, source)));
}

DramMemory load_dram(const std::string& path_or_name) {
  const std::string path = find_preset(path_or_name);
  return resolve(with_preset(read_file(path)));
}

}  // namespace lmulsim::dram
