// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/load.hpp"
#include "gates_file.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

class Clock : public ::testing::Test {
 protected:
  Breakdown notes() {
    Breakdown out;
    note_clock(out, acc_, technology_);
    return out;
  }

  Technology technology_ = load_technology(gates_file());
  machine::Accelerator acc_ = config::load_accelerator("lmul-e4m3-ws-4x4");
};

TEST_F(Clock, IsTheCriticalPathWithItsMargin) {
  // The PE takes 8 ns, 6.4 to 10.
  const ClockLimit limit = clock_limit(acc_, technology_);
  EXPECT_DOUBLE_EQ(limit.period_ns.value, 8 * 1.2);
  EXPECT_DOUBLE_EQ(limit.period_ns.low, 6.4 * 1.1);
  EXPECT_DOUBLE_EQ(limit.period_ns.high, 10 * 1.4);
  EXPECT_DOUBLE_EQ(limit.hz(), 1e9 / 9.6);
  EXPECT_EQ(limit.entry, "gates.pe-stationary/lmul/e4m3/daz/fp32/s1/l2.delay");
}

TEST_F(Clock, AClockFasterThanTheGatesIsWarnedOf) {
  EXPECT_THAT(notes().warnings, Contains(HasSubstr("the clock period of 2 ns (500 MHz) is shorter than")));
  acc_.clock_hz = clock_limit(acc_, technology_).hz();
  EXPECT_THAT(notes().notes, Contains(HasSubstr("the clock is the PE's critical path with 20 % (10 to 40 %) margin")));
  acc_.clock_hz = 1e6;
  EXPECT_TRUE(notes().warnings.empty());
  EXPECT_TRUE(notes().notes.empty());
}

TEST_F(Clock, ATechnologyWithoutDelaysIsRefused) {
  EXPECT_THAT([&] { (void)clock_limit(acc_, load_technology("horowitz-45nm")); },
              ThrowsMessage<InputError>(HasSubstr("technology 'horowitz-45nm': expected one measured in gates")));
}

}  // namespace
}  // namespace lmulsim::cost
