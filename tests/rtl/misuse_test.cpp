// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The contract that cells with state assert: each of its sentences, broken once, is named; use as agreed is silent.
#include <Vmisuse_bench.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "bench.hpp"

namespace lmulsim::rtl_test {
namespace {

/// The pins of one cycle; what is not named is 0.
struct Cycle {
  bool moving_valid = false;
  bool first = false;
  bool last = false;
  bool acc = false;
  unsigned beats = 0;
  bool stationary_valid = false;
  bool psum_valid = false;
  bool result_ready = true;
  // Arrays and PEs.
  bool en = true;
  bool load = false;
  bool step = false;
  bool swap = false;
  std::uint8_t take = 0;
  bool zero = false;  ///< with its beat
  bool cap = false;
  bool step_zero = false;  ///< with its step
  bool step_cap = false;
};

/// What the assertions print in these cycles after reset.
std::string complaints(const std::vector<Cycle>& cycles) {
  Bench<Vmisuse_bench> bench;
  bench->contextp()->fatalOnError(false);
  testing::internal::CaptureStdout();
  bench->moving_valid_i = bench->stationary_valid_i = bench->psum_valid_i = 0;
  bench.reset();
  for (const Cycle& c : cycles) {
    bench->moving_valid_i = c.moving_valid;
    bench->moving_first_i = c.first;
    bench->moving_last_i = c.last;
    bench->moving_accumulate_i = c.acc;
    bench->moving_beats_i = c.beats;
    bench->stationary_valid_i = c.stationary_valid;
    bench->psum_valid_i = c.psum_valid;
    bench->result_ready_i = c.result_ready;
    bench->en_i = c.en;
    bench->load_i = c.load;
    bench->step_i = c.step;
    bench->swap_i = c.swap;
    bench->take_i = c.take;
    bench->zero_i = c.zero;
    bench->cap_i = c.cap;
    bench->step_zero_i = c.step_zero;
    bench->step_cap_i = c.step_cap;
    bench.clock();
  }
  return testing::internal::GetCapturedStdout();
}

struct Misuse {
  std::string assertion;  ///< instance and label
  std::vector<Cycle> cycles;
};

const Cycle kIdle{};
const Cycle kLoad{.stationary_valid = true};
const Cycle kWaiting{.moving_valid = true, .first = true, .beats = 2};  // neither has a second operand
const Cycle kFirst{.moving_valid = true, .first = true, .beats = 4, .stationary_valid = true};
const Cycle kNext{.moving_valid = true, .stationary_valid = true};

const std::vector<Misuse>& misuses() {
  static const std::vector<Misuse> table{
      {"u_stationary.moving_held_until_accepted", {kWaiting, kIdle}},
      {"u_stationary.moving_held_as_it_was",
       {kWaiting, {.moving_valid = true, .first = true, .acc = true, .beats = 2}}},
      {"u_stationary.stationary_held_until_accepted", {kLoad, kLoad, kLoad, kIdle}},
      {"u_stationary.partial_sum_held_until_accepted", {{.psum_valid = true}, kIdle}},
      {"u_stationary.tile_begins_with_first", {{.moving_valid = true}}},
      {"u_output.moving_held_until_accepted", {kWaiting, kIdle}},
      {"u_output.moving_held_as_it_was", {kWaiting, {.moving_valid = true, .first = true, .beats = 4}}},
      {"u_output.second_held_until_accepted", {kLoad, kIdle}},
      {"u_output.tile_begins_with_first", {kNext}},
      {"u_output.tile_is_whole_rounds", {{.moving_valid = true, .first = true, .beats = 3, .stationary_valid = true}}},
      {"u_array_stationary.word_is_for_one_row", {{.take = 3}}},
      {"u_array_stationary.beat_enters_an_enabled_array", {{.en = false, .load = true}}},
      {"u_array_output.beat_enters_an_enabled_array", {{.en = false, .load = true}}},
      {"u_array_stationary.gen_contract[0].u_contract.swap_finds_a_word",
       {{.take = 1}, {.load = true, .swap = true}, {.step = true}}},
      {"u_array_output.gen_contract[0].u_contract.zero_comes_with_a_step", {{.zero = true}, kIdle, kIdle}},
      {"u_pe_stationary.step_follows_its_load", {{.load = true}, kIdle}},
      {"u_pe_stationary.swap_comes_with_a_beat", {{.take = 1}, {.swap = true}}},
      {"u_pe_stationary.swap_finds_a_word", {{.load = true, .swap = true}}},
      {"u_pe_stationary.word_is_not_lost", {{.take = 1}, {.take = 1}}},
      {"u_pe_output.step_follows_its_load", {{.step = true}}},
      {"u_pe_output.zero_comes_with_a_step", {{.step_zero = true}}},
      {"u_pe_output.capture_comes_with_a_step", {{.step_cap = true}}},
  };
  return table;
}

class Contract : public testing::TestWithParam<Misuse> {};

TEST_P(Contract, IsAsserted) {
  EXPECT_THAT(complaints(GetParam().cycles), testing::HasSubstr(GetParam().assertion + ":"));
}

INSTANTIATE_TEST_SUITE_P(Cells, Contract, testing::ValuesIn(misuses()), [](const auto& test) {
  std::string name = test.param.assertion;
  std::ranges::replace_if(
      name, [](char c) { return c == '.' || c == '[' || c == ']'; }, '_');
  return name;
});

// Two loads, one tile of four beats for both controllers, a next operand that waits.
TEST(ContractKept, IsSilent) {
  Cycle last = kNext;
  last.last = true;
  EXPECT_EQ(complaints({kIdle, kLoad, kLoad, kFirst, kNext, kNext, last, kLoad, kLoad}), "");
}

// A word for each row and the next tile's while the first one works; a stall; a sum that starts and is captured.
TEST(ContractKept, OfArraysAndPesIsSilent) {
  const Cycle stalled{.en = false, .step = true};
  EXPECT_EQ(complaints({{.take = 1},
                        {.take = 2},
                        {.load = true, .swap = true, .take = 1, .zero = true},
                        stalled,
                        {.load = true, .step = true, .take = 2, .cap = true, .step_zero = true},
                        {.step = true, .step_cap = true},
                        {.load = true, .swap = true},
                        {.step = true},
                        kIdle}),
            "");
}

}  // namespace
}  // namespace lmulsim::rtl_test
