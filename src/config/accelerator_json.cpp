// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/accelerator_json.hpp"

#include <boost/json.hpp>
#include <utility>
#include <vector>

namespace lmulsim::config {

namespace json = boost::json;

json::object to_json(const machine::Accelerator& accelerator, std::span<const Key> keys) {
  json::object out;
  for (const Key& key : keys) {
    json::value value = key.shown == nullptr ? json::value() : key.shown(accelerator);
    if (value.is_null()) {
      continue;
    }
    if (key.section().empty()) {
      out[key.name] = std::move(value);
      continue;
    }
    json::value& section = out[key.section()];
    (section.is_null() ? section.emplace_object() : section.get_object())[key.leaf()] = std::move(value);
  }
  return out;
}

json::object to_json(const machine::Accelerator& accelerator) {
  return to_json(accelerator, accelerator_keys());
}

json::object to_file_json(const machine::Accelerator& accelerator) {
  std::vector<Key> keys;
  for (const Key& key : accelerator_keys()) {
    const bool follows = key.part && !find_key(key.replaced_by)->shown(accelerator).is_null();
    if (key.is_written() && !follows) {
      keys.push_back(key);
    }
  }
  return to_json(accelerator, keys);
}

std::string unknown_key(const json::object& json) {
  for (const auto& member : json) {
    if (!member.value().is_object()) {
      if (find_key(member.key()) == nullptr) {
        return member.key();
      }
      continue;
    }
    for (const auto& inner : member.value().get_object()) {
      std::string name = std::string(member.key()) + "." + std::string(inner.key());
      if (find_key(name) == nullptr) {
        return name;
      }
    }
  }
  return "";
}

}  // namespace lmulsim::config
