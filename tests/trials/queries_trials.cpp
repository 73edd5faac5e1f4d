// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Grouped queries, the width of results and the on-chip memories: bytes by hand.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::HasSubstr;

std::string array(int side, const std::string& dataflow, const std::string& pe, const std::string& memory) {
  return fmt::format("array: {{rows: {0}, cols: {0}, dataflow: {1}}}\npe: {{{2}}}\nmemory: {{{3}}}\nclock_mhz: 500\n",
                     side, dataflow, pe, memory);
}

constexpr const char* kInt8 = "multiplier: exact, activation_format: int8, weight_format: int8, accumulator: int32";
constexpr const char* kSmall = "activation_kib: 64, weight_kib: 64, accumulator_kib: 64";

json::value run(const Workspace& work, const std::string& arguments) {
  const Outcome o = work.run(arguments);
  EXPECT_EQ(o.code, 0) << arguments << "\n" << o.err;
  return o.code == 0 ? json::parse(o.out) : json::value();
}

const json::value& named(const json::value& report, std::string_view name) {
  for (const json::value& op : report.at("operators").as_array()) {
    if (op.at("name").as_string() == name) {
      return op;
    }
  }
  throw std::runtime_error("no operator " + std::string(name));
}

std::int64_t total(const json::value& report, const char* count) {
  std::int64_t sum = 0;
  for (const json::value& op : report.at("operators").as_array()) {
    sum += op.at("timed").as_bool() ? op.at("activity").at(count).as_int64() : 0;
  }
  return sum;
}

json::value shape(std::int64_t m, std::int64_t n, std::int64_t k, std::int64_t count) {
  return {{"m", m}, {"n", n}, {"k", k}, {"count", count}};
}

std::vector<std::string> assumptions(const json::value& report) {
  std::vector<std::string> out;
  for (const json::value& sentence : report.at("workload").at("assumptions").as_array()) {
    out.emplace_back(sentence.as_string());
  }
  return out;
}

// 28 layers of hidden size 3584 and 28 heads of 128 over 4 key/value heads.
TEST(GroupedQueries, DecodingQwenReadsItsWeightsAndOneCache) {
  const Workspace work;
  work.write("a.yaml", array(64, "ws", kInt8, "activation_kib: 1024, weight_kib: 1024, accumulator_kib: 256"));
  const json::value r =
      run(work, "run --accelerator a.yaml --workload qwen2.5-7b --phase decode --batch 16 --context 8192 --json");
  const std::int64_t weights = 28 * (2 * 3584LL * 3584 + 2 * 3584LL * 512 + 3 * 3584LL * 18944) + 3584LL * 152064;
  const std::int64_t cache = 28 * 2 * 16 * 4 * 8192LL * 128;
  const std::int64_t activations = 28 * 16 * (6 * 3584LL + 18944 + 28 * 128 + 28 * 8192LL) + 16 * 3584;
  EXPECT_EQ(weights, 7'070'285'824);
  EXPECT_EQ(cache, 3'758'096'384);
  EXPECT_EQ(total(r, "dram_read_bytes"), weights + cache + activations);
  EXPECT_LT(static_cast<double>(total(r, "dram_read_bytes")),
            1.02 * static_cast<double>(weights + cache) + static_cast<double>(activations));
  EXPECT_EQ(named(r, "layers.27.attention_scores").at("shape"), shape(7, 8192, 128, 16 * 4));
  EXPECT_EQ(named(r, "layers.27.attention_values").at("shape"), shape(7, 128, 8192, 16 * 4));
  EXPECT_THAT(assumptions(r), Contains(HasSubstr("the queries of the 7 heads that share its keys and values are rows "
                                                 "of that product")));
}

TEST(GroupedQueries, ATraceHasOneProductForAGroup) {
  const Workspace work;
  for (const auto& [heads, kv] : {std::pair(4, 2), std::pair(5, 1), std::pair(9, 3), std::pair(7, 1)}) {
    work.write("config.json",
               replaced(replaced(replaced(hf_config(), R"("num_attention_heads": 4)",
                                          fmt::format(R"("num_attention_heads": {})", heads)),
                                 R"("num_key_value_heads": 2)", fmt::format(R"("num_key_value_heads": {})", kv)),
                        R"("hidden_size": 16)", R"("hidden_size": 16, "head_dim": 6)"));
    EXPECT_EQ(work.run("trace --workload config.json --batch 2 --seq 3 --out t.json").code, 0);
    const json::value trace = json::parse(work.read("t.json"));
    const json::value& scores = named(trace, "layers.1.attention_scores");
    EXPECT_EQ(scores.at("m"), heads / kv * 3) << heads;
    EXPECT_EQ(scores.at("n"), 3);
    EXPECT_EQ(scores.at("k"), 6);
    EXPECT_EQ(scores.at("count"), 2 * kv) << heads;
    EXPECT_FALSE(scores.as_object().contains("b_shared"));
  }
}

constexpr const char* kSharedTrace = R"({"schema": "lmulsim-trace/1", "operators": [
  {"name": "g", "kind": "gemm", "m": 2, "n": 8, "k": 8, "count": 6, "b_shared": 3, "b_source": "kv_cache"}]})";

TEST(GroupedQueries, ATraceThatSharesBReadsItOnceOnEveryEngine) {
  const Workspace work;
  work.write("t.json", kSharedTrace);
  for (const char* dataflow : {"ws", "is", "os"}) {
    work.write("a.yaml", array(4, dataflow, kInt8, kSmall));
    for (const char* engine : {"fast", "systemc", "systemc-pe"}) {
      const json::value r =
          run(work, fmt::format("run --accelerator a.yaml --workload t.json --json --engine {}", engine));
      EXPECT_EQ(named(r, "g").at("shape"), shape(6, 8, 8, 2)) << dataflow << " " << engine;
      EXPECT_EQ(total(r, "dram_read_bytes"), 12 * 8 + 2 * 64) << dataflow << " " << engine;
      EXPECT_THAT(assumptions(r), Contains(HasSubstr("Products that share their second operand are one product")));
    }
  }
}

std::int64_t written(const Workspace& work, const std::string& pe) {
  work.write("a.yaml", array(4, "ws", pe, kSmall));
  return total(run(work, "gemm --accelerator a.yaml --m 5 --n 6 --k 7 --json"), "dram_write_bytes");
}

TEST(ResultWidth, Bf16SumsCrossThePortInTwoBytes) {
  const Workspace work;
  const std::string operands = "multiplier: exact, activation_format: e4m3, weight_format: e4m3, ";
  EXPECT_EQ(written(work, operands + "accumulator: bf16"), 5 * 6 * 2);
  const json::value r = run(work, "gemm --accelerator a.yaml --m 5 --n 6 --k 7 --json");
  EXPECT_THAT(assumptions(r), Contains(HasSubstr("the accumulator's words, bf16 (2 bytes) each; operands come from "
                                                 "there as e4m3 (1 byte) and e4m3 (1 byte)")));
}

// Products of e4m3 are multiples of 2^-18 below 2^18; sixteen of them stay below 2^22: 40 bits and a sign, 4 flags.
TEST(ResultWidth, FixedSumsCrossThePortAsWideAsTheirWord) {
  const Workspace work;
  const std::string operands = "multiplier: exact, activation_format: e4m3, weight_format: e4m3, ";
  EXPECT_EQ(written(work, operands + "accumulator: fixed, max_k: 16"), 5 * 6 * 6);
}

constexpr const char* kE4m3 = "multiplier: lmul, activation_format: e4m3, weight_format: e4m3, accumulator: fp32";

TEST(OnChipMemory, OneSizeOfSramIsSplitAndTheSplitIsSaid) {
  const Workspace work;
  work.write("a.yaml", array(32, "ws", kE4m3, "sram_kib: 8192"));
  const json::value r = run(work, "gemm --accelerator a.yaml --m 64 --n 64 --k 64 --json");
  const json::value& memory = r.at("accelerator").at("memory");
  EXPECT_EQ(memory.at("activation_kib"), 3072);
  EXPECT_EQ(memory.at("weight_kib"), 3072);
  EXPECT_EQ(memory.at("accumulator_kib"), 2048);
  EXPECT_THAT(assumptions(r), Contains("Of the 8192 KiB of SRAM, 3072 hold activations and 3072 weights (3/8 each), "
                                       "2048 partial sums (1/4)."));
  work.write("b.yaml", array(32, "ws", kE4m3, "sram_kib: 8192, weight_kib: 64"));
  const Outcome both = work.run("gemm --accelerator b.yaml --m 64 --n 64 --k 64");
  EXPECT_EQ(both.code, 2);
  EXPECT_THAT(both.err, HasSubstr("memory.weight_kib: expected memory.sram_kib or the three sizes"));
}

// 64 rows of 32 words over 2 column tiles and 2 tiles along K: 64 * 64 * 2 bytes of activations, 8 an access. CACTI at
// 45 nm: 256 KiB take 1.65 ns and 44.7157 pJ, 32 KiB 1.343 ns and 17.0418 pJ.
TEST(OnChipMemory, ASlowMemoryIsCostedInBanksThatMeetTheClock) {
  const Workspace work;
  work.write("a.yaml", array(32, "ws", kE4m3, "activation_kib: 256, weight_kib: 256, accumulator_kib: 256"));
  const auto energy = [&](int mhz) {
    return run(work, fmt::format("gemm --accelerator a.yaml --m 64 --n 64 --k 64 --clock {} --json", mhz))
        .at("energy_pj");
  };
  EXPECT_NEAR(energy(500).at("activation_sram").as_double(), 1024 * 44.7157, 0.1);
  EXPECT_NEAR(energy(700).at("activation_sram").as_double(), 1024 * 17.0418, 0.1);
  EXPECT_THAT(json::serialize(energy(700).at("notes")), HasSubstr("taken as 8 banks of 32 KiB (1.34 ns)"));
}

}  // namespace
}  // namespace lmulsim::cli_test
