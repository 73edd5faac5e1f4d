// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "bad_input.hpp"
#include "inputs.hpp"
#include "util/file.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kGemm = "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 --technology t.json";

void file(BadInputs& table, const char* name, const std::string& text, Fragments fragments) {
  table.add(name, kGemm, {{"t.json", text}}, fragments);
}

/// One entry of the technology, with one place of it changed.
void entry(BadInputs& table, const char* name, std::string_view from, std::string_view to, Fragments fragments) {
  const std::string text = replaced(technology_entry(), from, to);
  file(table, name, technology(fmt::format(",\n  \"energy\": {{\"int_add_8\": {}}}", text)), fragments);
}

void sram(BadInputs& table, const char* name, const std::string& csv, Fragments fragments) {
  const std::string member = R"(, "sram": {"table": "s.csv", "source": "test", "method": "published", "node_nm": 45,)"
                             R"( "voltage_v": 0.9, "low_factor": 0.5, "high_factor": 2, "date": "2020"})";
  table.add(name, kGemm, {{"t.json", technology(member)}, {"s.csv", csv}}, fragments);
}

/// The invented gates of the test data, with one place of them changed.
void gates(BadInputs& table, const char* name, std::string_view from, std::string_view to, Fragments fragments) {
  const std::string source = LMULSIM_SOURCE_DIR;
  const std::string text =
      replaced(util::read_file(source + "/tests/data/gates.json"), "../../configs", source + "/configs");
  file(table, name, replaced(text, from, to), fragments);
}

}  // namespace

void bad_technologies(BadInputs& table) {
  const std::string columns = "node_nm,capacity_kib,width_bits,random_cycle_ns,read_pj,write_pj,leakage_mw,area_mm2\n";
  const std::string row = "45,8,64,1,1,1,1,1\n";
  const std::string place = "t.json: energy: int_add_8: ";
  table.add("TechnologyFileMissing", kGemm, {}, {"t.json", "No such file"});
  table.add("TechnologyNameUnknown", "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 --technology horowitz-45",
            {}, {"'horowitz-45'", "the nearest is 'horowitz-45nm'"});
  file(table, "TechnologyMalformed", replaced(technology(), "\"name\"", "name"), {"t.json:3:", "not valid JSON"});
  file(table, "TechnologyEmpty", "", {"t.json:1:1: not valid JSON"});
  file(table, "TechnologyUnknownSchema", replaced(technology(), "technology/1", "technology/3"),
       {"t.json: schema: expected 'lmulsim-technology/1' or 'lmulsim-technology/2', found 'lmulsim-technology/3'"});
  file(table, "TechnologyUnknownKey", technology(",\n  \"enrgy\": {}"), {"t.json: unknown key 'enrgy'", "'energy'"});
  file(table, "TechnologyKeyTwice", technology(",\n  \"name\": \"again\""), {"t.json:6:", "key 'name' is given twice"});
  file(table, "TechnologyUnknownEntry", technology(", \"energy\": {\"int_add_9\": " + technology_entry() + "}"),
       {"t.json: energy: unknown key 'int_add_9'"});
  file(table, "TechnologyMissingBase", replaced(technology(), "horowitz-45nm.json", "nowhere.json"),
       {"nowhere.json", "No such file"});
  file(table, "TechnologyOwnBase",
       R"({"schema": "lmulsim-technology/1", "name": "x", "summary": "x", "base": "t.json"})",
       {"t.json: base: the files name each other in a circle"});
  file(table, "TechnologyMissingEntry", R"({"schema": "lmulsim-technology/1", "name": "x", "summary": "x"})",
       {"t.json", "missing entry '", "which this accelerator needs"});
  entry(table, "TechnologyNegative", "\"low\": 0.5", "\"low\": -0.5",
        {place + "low: expected a number from 0 to", "found the number -5E-1"});
  entry(table, "TechnologyWrongUnit", "pJ", "nJ", {place + "unit: expected 'pJ', found 'nJ'"});
  entry(table, "TechnologyTextAsNumber", "\"value\": 1", "\"value\": \"1\"",
        {place + "value: expected a number from 0 to", "found the string \"1\""});
  entry(table, "TechnologyOutsideItsBand", "\"value\": 1", "\"value\": 3",
        {place + "value: expected a value within low 0.5 and high 2, found 3"});
  entry(table, "TechnologyWithoutSource", "\"source\": \"test\", ", "", {place + "source", "missing"});
  entry(table, "TechnologyUnknownMethod", "published", "guessed", {place + "method: expected one of", "'guessed'"});
  entry(table, "TechnologyWrongDate", "\"2020\"", "\"May 2020\"", {place + "date: expected YYYY", "'May 2020'"});
  entry(table, "TechnologyEstimateWithoutReason", "published", "estimate",
        {place + "reasoning: expected the reasoning behind an estimate"});
  gates(table, "GatesInAnotherUnit", R"("area": "um^2")", R"("area": "nm^2")",
        {"t.json: gates: measures: area: expected 'um^2', found 'nm^2'"});
  gates(table, "GatesNegative", R"("area": [80, 100, 125])", R"("area": [-80, 100, 125])",
        {"t.json: gates: units: multiplier/lmul/e4m3/daz: area: expected three numbers from 0", "found in place 1"});
  gates(table, "GatesWithoutTheUnit", R"("pe-stationary/lmul/e4m3/daz)", R"("pe-stationary/lmul/e4m3/none)",
        {"missing entry 'gates.units.pe-stationary/lmul/e4m3/daz/fp32/s1/l2', which this accelerator needs",
         "lmulsim characterize"});
  gates(table, "GatesOfAnUnknownKind", R"("register/8")", R"("registers/8")",
        {"t.json: gates: units: registers/8: expected a unit"});
  gates(table, "GatesWithoutLibrary", R"("library": "invented",)", "", {"t.json: gates: library"});
  sram(table, "SramEmpty", "", {"s.csv: expected SRAM figures at 45 nm, found none"});
  sram(table, "SramOtherNode", columns + "22,8,64,1,1,1,1,1\n", {"s.csv: expected SRAM figures at 45 nm, found none"});
  sram(table, "SramUnknownColumn", replaced(columns, "read_pj", "reed_pj") + row,
       {"s.csv:1: unknown column 'reed_pj'", "'read_pj'"});
  sram(table, "SramMissingColumn", replaced(columns, ",read_pj", "") + row, {"s.csv:1: missing column 'read_pj'"});
  sram(table, "SramWrongNumber", columns + replaced(row, "64,", "wide,"),
       {"s.csv:2: width_bits: expected a number above 0, found 'wide'"});
  sram(table, "SramNegative", columns + replaced(row, "64,1,", "64,-1,"),
       {"s.csv:2: random_cycle_ns: expected a number above 0, found '-1'"});
  sram(table, "SramShortRow", columns + "45,8,64\n", {"s.csv:2: random_cycle_ns: expected a number above 0, found ''"});
  sram(table, "SramTwice", columns + row + row, {"s.csv:3: 8 KiB of 64 bits at 45 nm is given twice"});
  sram(table, "SramWithoutTheSize", columns + replaced(row, "45,8", "45,16"),
       {"8 KiB", "not covered by the SRAM table", "s.csv"});
}

}  // namespace lmulsim::cli_test
