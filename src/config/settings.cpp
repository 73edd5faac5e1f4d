// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/settings.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <type_traits>
#include <utility>
#include <vector>

#include "config/keys.hpp"
#include "config/yaml_check.hpp"
#include "config/yaml_map.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"

namespace lmulsim::config {
namespace {

/// A key that was set, by whom, and what the accelerator's name says of it.
struct Change {
  const Key* key;
  std::string option;
  std::string text;
};

/// The keys a setting may name: those of files, and their sections.
std::vector<std::string_view> settable_names() {
  std::vector<std::string_view> names;
  for (const Key& key : accelerator_keys()) {
    if (!key.is_written()) {
      continue;
    }
    if (const std::string_view section = key.section(); !section.empty() && std::ranges::count(names, section) == 0) {
      names.push_back(section);
    }
    names.push_back(key.name);
  }
  return names;
}

void check_name(std::string_view name) {
  const std::vector<std::string_view> names = settable_names();
  if (std::ranges::find(names, name) == names.end()) {
    const std::string text = util::shown(name);
    throw InputError(fmt::format("{} {}: unknown key {}; the nearest known key is '{}'", kSetOption,
                                 text.substr(1, text.size() - 2), text,
                                 util::nearest_name(name.substr(0, util::kLongestLookedUp), names)));
  }
}

YAML::Node yaml_of(const Setting& setting) {
  const std::string place = fmt::format("{} {}", kSetOption, setting.key);
  try {
    check_yaml(setting.value, place, Lines::unnamed);
    const std::vector<YAML::Node> documents = YAML::LoadAll(setting.value);
    if (documents.size() > 1) {
      throw InputError(fmt::format("{}: expected one value, found {} documents", place, documents.size()));
    }
    return documents.empty() ? YAML::Node() : documents[0];
  } catch (const YAML::Exception& e) {
    throw InputError(fmt::format("{}: malformed YAML: {}", place, e.msg));
  }
}

AcceleratorFile read_setting(const Setting& setting) {
  const bool any_key = setting.option == kSetOption;
  YamlMap map = YamlMap::of_setting(setting.key, any_key ? yaml_of(setting) : YAML::Node(setting.value),
                                    {setting.option, any_key ? Origin::Kind::setting : Origin::Kind::option});
  return read_accelerator(map);
}

/// Copies a given key; the text of its value.
std::string copy(const AcceleratorFile& from, const Key& key, AcceleratorFile& to) {
  return std::visit(
      [&](const auto member) -> std::string {
        if constexpr (std::is_same_v<decltype(member), const std::monostate>) {
          return "";
        } else {
          to.*member = from.*member;
          return fmt::format("{}", *(from.*member).value);
        }
      },
      key.given);
}

void drop(const Key& key, AcceleratorFile& file) {
  std::visit(
      [&](const auto member) {
        if constexpr (!std::is_same_v<decltype(member), const std::monostate>) {
          file.*member = {};
        }
      },
      key.given);
}

/// Keeps the last change of a key. Two options for one key are a conflict, unless both are --set.
void record(Change change, std::vector<Change>& changes) {
  const auto before = std::ranges::find(changes, change.key, &Change::key);
  if (before != changes.end()) {
    if (before->option != kSetOption || change.option != kSetOption) {
      throw InputError(fmt::format("{} {}: expected the key set once, found also {}", kSetOption, change.key->name,
                                   before->option == kSetOption ? change.option : before->option));
    }
    changes.erase(before);
  }
  changes.push_back(std::move(change));
}

void apply_one(const Setting& setting, AcceleratorFile& file, std::vector<Change>& changes) {
  const AcceleratorFile given = read_setting(setting);
  for (const Key& key : accelerator_keys()) {
    if (!is_given(given, key)) {
      continue;
    }
    const std::string value = copy(given, key, file);
    const std::string_view label = setting.label.empty() ? key.leaf() : std::string_view(setting.label);
    record({&key, setting.option, fmt::format("+{}={}", label, value)}, changes);
  }
}

void drop_replaced(const std::vector<Change>& changes, AcceleratorFile& file) {
  const auto is_set = [&](std::string_view name) {
    return std::ranges::any_of(changes, [&](const Change& change) { return change.key->name == name; });
  };
  for (const Key& key : accelerator_keys()) {
    if (!key.replaced_by.empty() && is_set(key.replaced_by) && !is_set(key.name)) {
      drop(key, file);
    }
  }
}

}  // namespace

Setting parse_setting(std::string_view text) {
  const std::size_t equal = text.find('=');
  if (equal == std::string_view::npos || equal == 0) {
    throw InputError(fmt::format("{}: expected KEY=VALUE, as array.rows=8, found {}", kSetOption, util::shown(text)));
  }
  check_name(text.substr(0, equal));
  return {.key = std::string(text.substr(0, equal)), .value = std::string(text.substr(equal + 1))};
}

void apply_settings(std::span<const Setting> settings, AcceleratorFile& file) {
  std::vector<Change> changes;
  for (const Setting& setting : settings) {
    apply_one(setting, file, changes);
  }
  drop_replaced(changes, file);
  if (changes.empty() || std::ranges::any_of(changes, [](const Change& c) { return c.key->name == "name"; })) {
    return;
  }
  std::string name = file.name.value.value_or(std::filesystem::path(file.source).stem().string());
  for (const Change& change : changes) {
    name += change.text;
  }
  file.name.set(std::move(name), file.name.where);
}

}  // namespace lmulsim::config
