// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/load.hpp"
#include "cost/entry_reader.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/memory_reader.hpp"
#include "cost/technology.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {
namespace {

namespace fs = std::filesystem;
using util::JsonReader;

void read_entries(JsonReader& top, Quantity quantity, Technology& technology) {
  auto json = top.optional_object(quantity == Quantity::energy ? "energy" : "area");
  if (!json) {
    return;
  }
  auto& entries = quantity == Quantity::energy ? technology.energy_pj : technology.area_um2;
  for (std::size_t i = 0; i < kOperationNames.size(); ++i) {
    if (auto entry = json->optional_object(kOperationNames.words()[i])) {
      entries[i] = read_entry(std::move(*entry), unit(quantity, static_cast<Operation>(i)));
    }
  }
  json->finish();
}

std::string read_schema(JsonReader& json) {
  std::string schema = json.string("schema");
  if (schema != kFirstSchema && schema != kNetlistSchema) {
    json.fail("schema", fmt::format("expected '{}' or '{}', found '{}'", kFirstSchema, kNetlistSchema, schema));
  }
  return schema;
}

Technology read_technology(const std::string& path, std::vector<std::string>& users) {
  if (std::ranges::find(users, path) != users.end()) {
    throw InputError(fmt::format("{}: base: the files name each other in a circle", path));
  }
  users.push_back(path);
  const boost::json::value value = util::parse_json_file(path);
  JsonReader json(value, path);
  const std::string schema = read_schema(json);
  json.ignore("_license");
  const fs::path folder = fs::path(path).parent_path();
  Technology technology;
  if (const auto base = json.optional_string("base")) {
    technology = read_technology((folder / *base).lexically_normal().string(), users);
  }
  technology.name = read_filled_string(json, "name");
  technology.summary = read_filled_string(json, "summary");
  technology.files.insert(technology.files.begin(), path);
  read_entries(json, Quantity::energy, technology);
  read_entries(json, Quantity::area, technology);
  read_memories(json, folder, technology);
  if (auto gates = json.optional_object("gates")) {
    technology.gates = read_gate_table(std::move(*gates), schema);
  }
  json.finish();
  return technology;
}

}  // namespace

Technology load_technology(const std::string& path_or_name) {
  const std::string path = config::find_config("technologies", ".json", path_or_name);
  std::vector<std::string> users;
  return read_technology(fs::path(path).lexically_normal().string(), users);
}

std::optional<GateTable> load_gate_table(const std::string& path_or_name) {
  const std::string path = config::find_config("technologies", ".json", path_or_name);
  const boost::json::value value = util::parse_json_file(path);
  JsonReader json(value, path);
  const std::string schema = read_schema(json);
  auto gates = json.optional_object("gates");
  return gates ? std::optional(read_gate_table(std::move(*gates), schema)) : std::nullopt;
}

}  // namespace lmulsim::cost
