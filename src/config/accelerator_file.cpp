// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/accelerator_file.hpp"

#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>

#include "config/keys.hpp"
#include "config/yaml_map.hpp"
#include "util/file.hpp"

namespace lmulsim::config {
namespace {

void read_key(YamlMap& map, std::string_view leaf, Field<std::string>& field) {
  field = map.text(leaf);
}
void read_key(YamlMap& map, std::string_view leaf, Field<std::int64_t>& field) {
  field = map.integer(leaf);
}
void read_key(YamlMap& map, std::string_view leaf, Field<double>& field) {
  field = map.number(leaf);
}

void read_key(YamlMap& map, const Key& key, AcceleratorFile& file) {
  std::visit(
      [&](const auto member) {
        if constexpr (!std::is_same_v<decltype(member), const std::monostate>) {
          read_key(map, key.leaf(), file.*member);
        }
      },
      key.given);
}

/// The keys of a section, and at the top the sections, in the order of the table.
void read_section(YamlMap& map, std::string_view section, AcceleratorFile& file) {
  std::string_view last;
  for (const Key& key : accelerator_keys()) {
    if (!key.is_written()) {
      continue;
    }
    if (key.section() == section) {
      read_key(map, key, file);
    } else if (section.empty() && key.section() != last) {
      if (std::optional<YamlMap> inner = map.map(key.section())) {
        read_section(*inner, key.section(), file);
      }
    }
    last = key.section();
  }
  map.finish();
}

}  // namespace

AcceleratorFile parse_accelerator(const std::string& text, const std::string& source) {
  YamlMap map = YamlMap::document(text, source);
  AcceleratorFile file = read_accelerator(map);
  file.source = source;
  return file;
}

AcceleratorFile read_accelerator(YamlMap& map) {
  AcceleratorFile file;
  read_section(map, "", file);
  return file;
}

AcceleratorFile read_accelerator_file(const std::string& path) {
  return parse_accelerator(util::read_file(path, util::kLargestConfig), path);
}

}  // namespace lmulsim::config
