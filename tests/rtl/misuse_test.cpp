// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The contract that the controllers assert: each of its sentences, broken once, is named; use as agreed is silent.
#include <Vmisuse_bench.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench.hpp"

namespace lmulsim::rtl_test {
namespace {

/// The pins of one cycle; what is not named is 0.
struct Cycle {
  bool a_valid = false;
  bool first = false;
  bool last = false;
  bool acc = false;
  unsigned beats = 0;
  bool b_valid = false;
  bool c_valid = false;
  bool o_ready = true;
};

/// What the assertions of both controllers print in these cycles after reset.
std::string complaints(const std::vector<Cycle>& cycles) {
  Bench<Vmisuse_bench> bench;
  bench->contextp()->fatalOnError(false);
  testing::internal::CaptureStdout();
  bench->a_valid_i = bench->b_valid_i = bench->c_valid_i = 0;
  bench.reset();
  for (const Cycle& c : cycles) {
    bench->a_valid_i = c.a_valid;
    bench->a_first_i = c.first;
    bench->a_last_i = c.last;
    bench->a_acc_i = c.acc;
    bench->a_beats_i = c.beats;
    bench->b_valid_i = c.b_valid;
    bench->c_valid_i = c.c_valid;
    bench->o_ready_i = c.o_ready;
    bench.clock();
  }
  return testing::internal::GetCapturedStdout();
}

struct Misuse {
  std::string assertion;  ///< instance and label
  std::vector<Cycle> cycles;
};

const Cycle kIdle{};
const Cycle kLoad{.b_valid = true};
const Cycle kWaiting{.a_valid = true, .first = true, .beats = 2};  // neither has a second operand
const Cycle kFirst{.a_valid = true, .first = true, .beats = 4, .b_valid = true};
const Cycle kNext{.a_valid = true, .b_valid = true};

const std::vector<Misuse>& misuses() {
  static const std::vector<Misuse> table{
      {"u_stationary.moving_held_until_accepted", {kWaiting, kIdle}},
      {"u_stationary.moving_held_as_it_was", {kWaiting, {.a_valid = true, .first = true, .acc = true, .beats = 2}}},
      {"u_stationary.stationary_held_until_accepted", {kLoad, kLoad, kLoad, kIdle}},
      {"u_stationary.partial_sum_held_until_accepted", {{.c_valid = true}, kIdle}},
      {"u_stationary.tile_begins_with_first", {{.a_valid = true}}},
      {"u_output.moving_held_until_accepted", {kWaiting, kIdle}},
      {"u_output.moving_held_as_it_was", {kWaiting, {.a_valid = true, .first = true, .beats = 4}}},
      {"u_output.second_held_until_accepted", {kLoad, kIdle}},
      {"u_output.tile_begins_with_first", {kNext}},
      {"u_output.tile_is_whole_rounds", {{.a_valid = true, .first = true, .beats = 3, .b_valid = true}}},
  };
  return table;
}

class Contract : public testing::TestWithParam<Misuse> {};

TEST_P(Contract, IsAsserted) {
  EXPECT_THAT(complaints(GetParam().cycles), testing::HasSubstr(GetParam().assertion + ":"));
}

INSTANTIATE_TEST_SUITE_P(Controllers, Contract, testing::ValuesIn(misuses()), [](const auto& test) {
  std::string name = test.param.assertion;
  name[name.find('.')] = '_';
  return name;
});

// Two loads, one tile of four beats for both controllers, a next operand that waits.
TEST(ContractKept, IsSilent) {
  Cycle last = kNext;
  last.last = true;
  EXPECT_EQ(complaints({kIdle, kLoad, kLoad, kFirst, kNext, kNext, last, kLoad, kLoad}), "");
}

}  // namespace
}  // namespace lmulsim::rtl_test
