// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "config/load.hpp"
#include "cost/gate_table_json.hpp"
#include "cost/technology.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {
namespace {

namespace fs = std::filesystem;
using util::JsonReader;

constexpr std::string_view kSchema = "lmulsim-technology/1";
constexpr double kLargest = 1e12;

std::string filled_string(JsonReader& json, std::string_view key) {
  std::string text = json.string(key);
  if (text.empty()) {
    json.fail(key, "expected a text, found an empty one");
  }
  return text;
}

bool is_date(std::string_view text) {
  constexpr std::string_view kPattern = "dddd-dd-dd";
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kPattern[i] == 'd' ? !digit : text[i] != kPattern[i]) {
      return false;
    }
  }
  return true;
}

Origin read_origin(JsonReader& json) {
  Origin origin;
  origin.source = filled_string(json, "source");
  origin.method = static_cast<Method>(json.choice("method", kMethodNames));
  origin.node_nm = json.number("node_nm", 1, 1000);
  origin.voltage_v = json.number("voltage_v", 0.1, 10);
  origin.date = json.string("date");
  if (!is_date(origin.date)) {
    json.fail("date", fmt::format("expected YYYY, YYYY-MM or YYYY-MM-DD, found '{}'", origin.date));
  }
  origin.reasoning = json.optional_string("reasoning").value_or("");
  if (origin.method == Method::estimate && origin.reasoning.empty()) {
    json.fail("reasoning", "expected the reasoning behind an estimate, found none");
  }
  return origin;
}

Entry read_entry(JsonReader json, std::string_view expected_unit) {
  Entry entry;
  entry.band = {.low = json.number("low", 0, kLargest),
                .value = json.number("value", 0, kLargest),
                .high = json.number("high", 0, kLargest)};
  if (entry.band.value < entry.band.low || entry.band.value > entry.band.high) {
    json.fail("value", fmt::format("expected a value within low {} and high {}, found {}", entry.band.low,
                                   entry.band.high, entry.band.value));
  }
  if (const std::string unit = json.string("unit"); unit != expected_unit) {
    json.fail("unit", fmt::format("expected '{}', found '{}'", expected_unit, unit));
  }
  entry.origin = read_origin(json);
  json.finish();
  return entry;
}

void read_entries(JsonReader& top, Quantity quantity, Technology& technology) {
  auto json = top.optional_object(quantity == Quantity::energy ? "energy" : "area");
  if (!json) {
    return;
  }
  auto& entries = quantity == Quantity::energy ? technology.energy_pj : technology.area_um2;
  for (std::size_t i = 0; i < kOperationNames.size(); ++i) {
    if (auto entry = json->optional_object(kOperationNames[i])) {
      entries[i] = read_entry(std::move(*entry), unit(quantity, static_cast<Operation>(i)));
    }
  }
  json->finish();
}

void read_sram(JsonReader& top, const fs::path& folder, Technology& technology) {
  auto json = top.optional_object("sram");
  if (!json) {
    return;
  }
  Sram sram;
  sram.origin = read_origin(*json);
  sram.low_factor = json->number("low_factor", 0, 1);
  sram.high_factor = json->number("high_factor", 1, 1000);
  sram.file = (folder / json->string("table")).string();
  json->finish();
  sram.table = SramTable::parse(util::read_file(sram.file), sram.file, sram.origin.node_nm);
  technology.sram = std::move(sram);
}

Technology read_technology(const std::string& path, std::vector<std::string>& users) {
  if (std::ranges::find(users, path) != users.end()) {
    throw InputError(fmt::format("{}: base: the files name each other in a circle", path));
  }
  users.push_back(path);
  const boost::json::value value = util::parse_json_file(path);
  JsonReader json(value, path);
  if (const std::string schema = json.string("schema"); schema != kSchema) {
    json.fail("schema", fmt::format("expected '{}', found '{}'", kSchema, schema));
  }
  json.ignore("_license");
  const fs::path folder = fs::path(path).parent_path();
  Technology technology;
  if (const auto base = json.optional_string("base")) {
    technology = read_technology((folder / *base).lexically_normal().string(), users);
  }
  technology.name = filled_string(json, "name");
  technology.summary = filled_string(json, "summary");
  technology.files.insert(technology.files.begin(), path);
  read_entries(json, Quantity::energy, technology);
  read_entries(json, Quantity::area, technology);
  read_sram(json, folder, technology);
  if (auto gates = json.optional_object("gates")) {
    technology.gates = read_gate_table(std::move(*gates));
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

}  // namespace lmulsim::cost
