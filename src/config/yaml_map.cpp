// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "config/yaml_check.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
#include "util/printable.hpp"

namespace lmulsim::config {
namespace {

int line_of(const YAML::Node& node) {
  return node.Mark().line + 1;
}

}  // namespace

std::string described(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return "nothing";
    case YAML::NodeType::Scalar:
      return util::shown(node.Scalar());
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Map:
      return "a map";
  }
  return "nothing";
}

std::string Origin::line(int number, std::string_view name) const {
  return kind == Kind::file ? fmt::format("{}:{}", text, number) : key(number, name);
}

std::string Origin::key(int number, std::string_view name) const {
  switch (kind) {
    case Kind::file:
      return fmt::format("{}:{}: {}", text, number, name);
    case Kind::setting:
      return fmt::format("{} {}", text, name);
    case Kind::option:
      return text;
  }
  return text;
}

YamlMap::YamlMap(const YAML::Node& node, Origin origin, std::string path)
    : origin_(std::move(origin)), path_(std::move(path)) {
  std::map<std::string, int> lines;
  for (const auto& pair : node) {
    if (!pair.first.IsScalar()) {
      throw InputError(
          fmt::format("{}: expected a key, found {}", origin_.line(line_of(pair.first), path_), described(pair.first)));
    }
    const std::string& key = pair.first.Scalar();
    const auto [first, is_new] = lines.try_emplace(key, line_of(pair.first));
    if (!is_new) {
      throw InputError(fmt::format("{}: key {} is given twice (first in line {})",
                                   origin_.line(line_of(pair.first), full_name(key)), util::shown(full_name(key)),
                                   first->second));
    }
    entries_.push_back({key, line_of(pair.first), pair.second});
  }
}

YamlMap YamlMap::document(const std::string& text, const std::string& source) {
  try {
    check_yaml(text, source);
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.size() != 1 || !documents[0].IsMap()) {
      throw InputError(fmt::format("{}:1: expected one map of keys, found {}", source,
                                   documents.size() > 1 ? fmt::format("{} documents", documents.size())
                                   : documents.empty()  ? "nothing"
                                                        : described(documents[0])));
    }
    return {documents[0], {.text = source}, ""};
  } catch (const YAML::Exception& e) {
    throw InputError(fmt::format("{}:{}: malformed YAML: {}", source, e.mark.line + 1, e.msg));
  }
}

YamlMap YamlMap::of_setting(std::string_view name, const YAML::Node& value, Origin origin) {
  YAML::Node node = value;
  while (!name.empty()) {
    const std::size_t dot = name.rfind('.');
    YAML::Node outer;
    outer[std::string(name.substr(dot == std::string_view::npos ? 0 : dot + 1))] = node;
    node = outer;
    name = name.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  return {node, std::move(origin), ""};
}

std::string YamlMap::full_name(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

std::string YamlMap::where(const Entry& entry) const {
  return origin_.key(entry.line, full_name(entry.key));
}

const YamlMap::Entry* YamlMap::find(std::string_view key) {
  known_.emplace_back(key);
  const auto it = std::ranges::find_if(entries_, [&](const Entry& e) { return e.key == key; });
  return it == entries_.end() ? nullptr : &*it;
}

std::string YamlMap::scalar(const Entry& entry, std::string_view expected, bool plain) const {
  // The parser tags a quoted scalar with "!"; a quoted number is a string.
  if (!entry.value.IsScalar() || (plain && entry.value.Tag() == "!")) {
    throw InputError(fmt::format("{}: expected {}, found {}{}", where(entry), expected,
                                 entry.value.IsScalar() ? "the quoted text " : "", described(entry.value)));
  }
  return entry.value.Scalar();
}

Field<std::string> YamlMap::text(std::string_view key) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    return {};
  }
  const std::string text = scalar(*entry, "a text", false);
  util::check_printable(text, where(*entry));
  return {text, where(*entry)};
}

template <typename T>
Field<T> YamlMap::number_of(std::string_view key, std::string_view kind) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    return {};
  }
  const std::string text = scalar(*entry, kind, true);
  T value{};
  switch (util::parse_number(text, value)) {
    case util::NumberFault::none:
      return {value, where(*entry)};
    case util::NumberFault::not_a_number:
      throw InputError(fmt::format("{}: expected {}, found {}", where(*entry), kind, util::shown(text)));
    case util::NumberFault::beyond_range:
      break;
  }
  throw InputError(fmt::format("{}: expected {} of at most {}, found {}", where(*entry), kind,
                               std::numeric_limits<T>::max(), util::shown(text)));
}

Field<std::int64_t> YamlMap::integer(std::string_view key) {
  return number_of<std::int64_t>(key, "an integer");
}

Field<double> YamlMap::number(std::string_view key) {
  return number_of<double>(key, "a number");
}

std::optional<YamlMap> YamlMap::map(std::string_view key) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    return std::nullopt;
  }
  if (!entry->value.IsMap()) {
    throw InputError(fmt::format("{}: expected a map, found {}", where(*entry), described(entry->value)));
  }
  return YamlMap(entry->value, origin_, full_name(key));
}

std::vector<Field<std::string>> YamlMap::texts(std::string_view key) {
  const Entry* entry = find(key);
  if (entry == nullptr) {
    return {};
  }
  if (!entry->value.IsSequence()) {
    throw InputError(fmt::format("{}: expected a list, found {}", where(*entry), described(entry->value)));
  }
  std::vector<Field<std::string>> out;
  for (const YAML::Node& node : entry->value) {
    const Entry element{entry->key, line_of(node), node};
    out.push_back({scalar(element, "a list of texts", false), where(element)});
  }
  return out;
}

Field<YAML::Node> YamlMap::node(std::string_view key) {
  const Entry* entry = find(key);
  return entry == nullptr ? Field<YAML::Node>{} : Field<YAML::Node>{entry->value, where(*entry)};
}

std::vector<std::string> YamlMap::keys() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_) {
    names.push_back(entry.key);
  }
  return names;
}

void YamlMap::finish() const {
  for (const Entry& entry : entries_) {
    if (std::ranges::find(known_, entry.key) != known_.end()) {
      continue;
    }
    const std::vector<std::string_view> names(known_.begin(), known_.end());
    throw InputError(fmt::format("{}: unknown key {}; the nearest known key is '{}'",
                                 origin_.line(entry.line, full_name(entry.key)), util::shown(full_name(entry.key)),
                                 full_name(util::nearest_name(entry.key.substr(0, util::kLongestLookedUp), names))));
  }
}

}  // namespace lmulsim::config
