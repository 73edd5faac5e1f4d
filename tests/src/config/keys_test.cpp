// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The table of keys holds every member of the file, of the accelerator and of its JSON, and the page is the table's.
#include "config/keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "arith/spec.hpp"
#include "config/accelerator_json.hpp"
#include "config/keys_page.hpp"
#include "sample.hpp"
#include "util/file.hpp"

namespace lmulsim::config {
namespace {

using testing::resolve_text;
using testing::sample_with;

struct Change {
  const char* member;
  std::function<void(machine::Accelerator&)> make;
};

/// One change of every member. The bindings name all members there are: with another one this does not compile.
std::vector<Change> changes() {
  return {
      {"name",
       [](machine::Accelerator& acc) {
         auto& [name, s, r, c, d, p, o, m, t, k, a, h] = acc;
         name += "x";
       }},
      {"source",
       [](machine::Accelerator& acc) {
         auto& [n, source, r, c, d, p, o, m, t, k, a, h] = acc;
         source += "x";
       }},
      {"rows",
       [](machine::Accelerator& acc) {
         auto& [n, s, rows, c, d, p, o, m, t, k, a, h] = acc;
         rows += 1;
       }},
      {"cols",
       [](machine::Accelerator& acc) {
         auto& [n, s, r, cols, d, p, o, m, t, k, a, h] = acc;
         cols += 1;
       }},
      {"dataflow", [](machine::Accelerator& acc) { acc.dataflow = machine::Dataflow::output_stationary; }},
      {"max_k",
       [](machine::Accelerator& acc) {
         auto& [n, s, r, c, d, p, o, m, t, max_k, a, h] = acc;
         max_k += 1;
       }},
      {"clock_hz",
       [](machine::Accelerator& acc) {
         auto& [n, s, r, c, d, p, o, m, t, k, a, clock_hz] = acc;
         clock_hz *= 2;
       }},
      {"clock_auto", [](machine::Accelerator& acc) { acc.clock_auto = !acc.clock_auto; }},
      {"pe.multiplier",
       [](machine::Accelerator& acc) {
         auto& [x, a, w, c, s, l] = acc.pe;
         x.offset = 5;
       }},
      {"pe.subnormals", [](machine::Accelerator& acc) { acc.pe.multiplier.subnormals = arith::Subnormals::normalize; }},
      {"pe.activation_format", [](machine::Accelerator& acc) { acc.pe.activation_format = arith::Format::bf16; }},
      {"pe.weight_format", [](machine::Accelerator& acc) { acc.pe.weight_format = arith::Format::bf16; }},
      {"pe.accumulator", [](machine::Accelerator& acc) { acc.pe.accumulator.kind = arith::AccumulatorKind::bf16; }},
      {"pe.accumulator.width", [](machine::Accelerator& acc) { acc.pe.accumulator.width += 1; }},
      {"pe.accumulator.lsb", [](machine::Accelerator& acc) { acc.pe.accumulator.lsb += 1; }},
      {"pe.mul_stages", [](machine::Accelerator& acc) { acc.pe.mul_stages += 1; }},
      {"pe.acc_latency", [](machine::Accelerator& acc) { acc.pe.acc_latency += 1; }},
      {"operands.rounding",
       [](machine::Accelerator& acc) {
         auto& [rounding, s] = acc.operands;
         rounding = arith::OperandRounding::truncate;
       }},
      {"operands.scaling", [](machine::Accelerator& acc) { acc.operands.scaling = arith::Scaling::none; }},
      {"memory.activation",
       [](machine::Accelerator& acc) {
         auto& [a, w, c, b, s] = acc.memory;
         a += 1024;
       }},
      {"memory.weight", [](machine::Accelerator& acc) { acc.memory.weight_bytes += 1024; }},
      {"memory.accumulator", [](machine::Accelerator& acc) { acc.memory.accumulator_bytes += 1024; }},
      {"memory.word_bits", [](machine::Accelerator& acc) { acc.memory.word_bits *= 2; }},
      {"memory.split", [](machine::Accelerator& acc) { acc.memory.split_bytes += 1024; }},
  };
}

machine::Accelerator fixed_sample() {
  return resolve_text(sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 1000"));
}

/// The members whose change the JSON of these keys does not show.
std::vector<std::string> unseen(std::span<const Key> keys) {
  const machine::Accelerator acc = fixed_sample();
  std::vector<std::string> names;
  for (const Change& change : changes()) {
    machine::Accelerator other = acc;
    change.make(other);
    if (to_json(other, keys) == to_json(acc, keys)) {
      names.emplace_back(change.member);
    }
  }
  return names;
}

/// Whether the clock was automatic: reports have the clock that came of it.
constexpr const char* kUnseen = "clock_auto";

TEST(Keys, EveryMemberOfTheAcceleratorIsShown) {
  EXPECT_THAT(unseen(accelerator_keys()), ::testing::ElementsAre(kUnseen));
}

TEST(Keys, AMemberWithoutARowIsNoticed) {
  std::vector<Key> keys(accelerator_keys().begin(), accelerator_keys().end());
  std::erase_if(keys, [](const Key& key) { return key.name == "memory.word_bits"; });
  EXPECT_THAT(unseen(keys), ::testing::ElementsAre(kUnseen, "memory.word_bits"));
}

TEST(Keys, EveryMemberOfTheFileHasARow) {
  struct More : AcceleratorFile {
    Field<std::string> colour;
  };
  EXPECT_EQ(sizeof(AcceleratorFile), sizeof(std::string) + bytes_of_keys());
  EXPECT_NE(sizeof(More), sizeof(std::string) + bytes_of_keys());
}

TEST(Keys, EveryNameOfTheJsonHasARow) {
  boost::json::object json = to_json(fixed_sample());
  EXPECT_EQ(unknown_key(json), "");
  json["array"].as_object()["colour"] = 1;
  EXPECT_EQ(unknown_key(json), "array.colour");
  json["colour"] = 1;
  json["array"].as_object().erase("colour");
  EXPECT_EQ(unknown_key(json), "colour");
}

TEST(Keys, EveryRowIsExplained) {
  std::set<std::string_view> names;
  std::set<std::string_view> leaves;
  std::string_view section;
  std::set<std::string_view> sections;
  for (const Key& key : accelerator_keys()) {
    SCOPED_TRACE(key.name);
    EXPECT_TRUE(names.insert(key.name).second);
    EXPECT_TRUE(leaves.insert(key.leaf()).second) << "the last part names a change in an accelerator's name";
    EXPECT_FALSE(key.about.empty());
    EXPECT_TRUE(!key.is_written() || key.words != nullptr || key.range) << "nobody says what may be written";
    EXPECT_TRUE(key.replaced_by.empty() || find_key(key.replaced_by) != nullptr);
    EXPECT_TRUE(key.is_written() || key.shown != nullptr);
    if (key.section() != section) {
      section = key.section();
      EXPECT_TRUE(section.empty() || sections.insert(section).second) << "a section stands apart";
    }
  }
}

TEST(Keys, TheJsonOfAFileReadsAsTheSameAccelerator) {
  for (const std::string& text :
       {std::string(testing::kSample), sample_with("accumulator: fp32", "accumulator: fixed\n  max_k: 1000"),
        sample_with("activation_kib: 4, weight_kib: 2, accumulator_kib: 16", "sram_kib: 64"),
        sample_with("clock_mhz: 500",
                    "clock_mhz: 500\noperands: {rounding: truncate, scaling: channel}\n"
                    "memory_model: ideal")}) {
    const machine::Accelerator acc = resolve_text(text);
    machine::Accelerator again = resolve_text(boost::json::serialize(to_file_json(acc)));
    EXPECT_EQ(to_json(again), to_json(acc));
  }
}

TEST(Keys, ThePageIsTheTable) {
  EXPECT_EQ(util::read_file(LMULSIM_SOURCE_DIR "/docs/reference/accelerator.md"), keys_page())
      << "lmulsim help accelerator --markdown > docs/reference/accelerator.md";
  EXPECT_THAT(keys_text(), ::testing::HasSubstr("array.rows: 1 to 1024 PEs; without it: required\n"));
}

}  // namespace
}  // namespace lmulsim::config
