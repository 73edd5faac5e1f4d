// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What `compare` and `reproduce` refuse.
#include <string>
#include <string_view>

#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {
namespace {

/// A report of nothing: the least that is one.
constexpr std::string_view kReport = R"({
  "schema": "lmulsim-report/2", "engine": "fast", "accelerator": {"name": "a"}, "workload": {"name": "w"},
  "cycles": {"total": 1}, "macs": 1, "utilization": 1, "time_s": 1, "energy_pj": null, "area_um2": null,
  "operators": [], "checks": [], "provenance": {"technology": null}
})";

std::string energy(std::string_view energy) {
  return replaced(kReport, "\"energy_pj\": null", "\"energy_pj\": " + std::string(energy));
}

}  // namespace

void bad_reports(BadInputs& table) {
  const std::string good(kReport);
  const auto add = [&](std::string_view name, const std::string& bad, Fragments fragments) {
    table.add(name, "compare a.json b.json --out out", {{"a.json", good}, {"b.json", bad}}, fragments);
  };
  table.add("CompareOne", "compare a.json", {{"a.json", good}}, {"reports"});
  table.add("CompareMissing", "compare a.json b.json", {{"a.json", good}}, {"b.json", "No such file"});
  table.add("CompareFolderWithoutReport", "compare a.json .", {{"a.json", good}}, {"found no report.json in it"});
  table.add("CompareOutIsAFile", "compare a.json a.json --out a.json", {{"a.json", good}}, {"a.json"});
  add("CompareEmpty", "", {"b.json"});
  add("CompareTruncated", good.substr(0, good.size() / 2), {"b.json:"});
  add("CompareBinary",
      std::string("\x7f"
                  "ELF\0\1\2",
                  7),
      {"b.json:1:"});
  add("CompareList", "[" + good + "]", {"b.json: expected an object", "an array"});
  add("CompareDeep", std::string(100000, '['), {"b.json:1:"});
  add("CompareSchema", replaced(good, "report/2", "report/9"), {"schema", "lmulsim-report/2", "report/9"});
  add("CompareUnknownKey", replaced(good, "\"macs\"", "\"x\": 1, \"macs\""), {"b.json", "x"});
  add("CompareMissingKey", replaced(good, "\"macs\": 1, ", ""), {"b.json: macs", "missing"});
  add("CompareNegative", replaced(good, "\"macs\": 1", "\"macs\": -1"), {"b.json: macs", "-1"});
  add("CompareHuge", replaced(good, "\"time_s\": 1", "\"time_s\": 1e999"), {"b.json"});
  add("CompareControlCharacters", replaced(good, R"({"name": "a"})", R"({"name": "a\u001b[31m"})"),
      {"accelerator: name", "control characters"});
  add("CompareNoBands", energy(R"({"dram": 1, "total": 1})"), {"energy_pj", "bands"});
  add("CompareSum", energy(R"({"dram": 1, "total": 2, "bands": {"dram": [1, 1], "total": [2, 2]}})"),
      {"energy_pj: total", "sum of the parts"});
  add("CompareBand", energy(R"({"dram": 1, "total": 1, "bands": {"dram": [2, 3], "total": [1, 1]}})"),
      {"energy_pj: bands: dram", "around the value 1"});
  table.add("ReproduceUnknownTechnology", "reproduce --technology horowitz", {}, {"horowitz", "horowitz-45nm"});
  table.add("ReproduceBadTechnology", "reproduce --technology t.json", {{"t.json", "{}"}}, {"t.json: schema"});
  table.add("ReproduceRepeatMissing", "reproduce --technology horowitz-45nm --repeat r.json", {}, {"r.json"});
  table.add("ReproduceRepeatWithoutNetlists",
            "reproduce --technology horowitz-45nm --repeat " LMULSIM_SOURCE_DIR "/tests/data/gates.json", {},
            {"gates.json: gates.drawn_recipes", "drawn netlists", "found none"});
  table.add("ReproduceOutIsAFile", "reproduce --technology horowitz-45nm --out f", {{"f", "x"}}, {"f:"});
}

}  // namespace lmulsim::cli_test
