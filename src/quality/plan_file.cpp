// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "config/yaml_map.hpp"
#include "quality/plan.hpp"
#include "util/file.hpp"

namespace lmulsim::quality {

Plan Plan::from_file(const std::string& path) {
  auto file = config::YamlMap::document(util::read_file(path, util::kLargestConfig), path);
  Plan plan;
  plan.name_ = file.text("name").value.value_or(std::filesystem::path(path).stem().string());
  if (const auto text = file.text("default"); text.given()) {
    plan.default_ = parse_arithmetic(*text.value, text.where);
  }
  if (auto accumulators = file.map("accumulator")) {
    for (const std::string& place : accumulators->keys()) {
      const auto word = accumulators->text(place);
      plan.add(place, "acc=" + *word.value, word.where);
    }
  }
  for (const std::string& key : file.keys()) {
    if (key != "name" && key != "default" && key != "accumulator" && key != "layers") {
      const auto text = file.text(key);
      plan.add(key, *text.value, text.where);
    }
  }
  if (auto layers = file.map("layers")) {
    for (const std::string& range : layers->keys()) {
      auto places = *layers->map(range);
      for (const std::string& key : places.keys()) {
        const auto text = places.text(key);
        plan.add(fmt::format("{}.{}", range, key), *text.value, text.where);
      }
    }
  }
  return plan;
}

}  // namespace lmulsim::quality
