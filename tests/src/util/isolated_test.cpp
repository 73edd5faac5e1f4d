// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/isolated.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <vector>

#include "util/error.hpp"

namespace lmulsim::util {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Isolated, ReturnsWhatTheWorkReturns) {
  const std::string large(std::size_t{1} << 20U, '\0');  // more than a pipe holds
  EXPECT_EQ(isolated([&] { return large + "x"; }), large + "x");
  EXPECT_EQ(isolated([] { return std::string(); }), "");
}

TEST(Isolated, LeavesThisProcessAsItIs) {
  int value = 1;
  EXPECT_EQ(isolated([&] { return std::to_string(++value); }), "2");
  EXPECT_EQ(value, 1);
}

TEST(Isolated, ThrowsWhatTheWorkThrows) {
  EXPECT_THAT([] { (void)isolated([]() -> std::string { throw InputError("a.onnx: no"); }); },
              ThrowsMessage<InputError>("a.onnx: no"));
  EXPECT_THAT([] { (void)isolated([]() -> std::string { throw std::runtime_error("other"); }); },
              ThrowsMessage<std::runtime_error>("other"));
}

TEST(Isolated, OutlivesCrashes) {
  EXPECT_THAT([] { (void)isolated([]() -> std::string { std::abort(); }); }, ThrowsMessage<ProcessDied>("Aborted"));
  EXPECT_THAT([] { (void)isolated([]() -> std::string { std::_Exit(3); }); },
              ThrowsMessage<ProcessDied>("exit status 3"));
}

TEST(Isolated, EndsWorkThatDoesNot) {
  const auto forever = [] {
    volatile bool more = true;
    while (more) {
    }
    return std::string();
  };
  EXPECT_THAT([&] { (void)isolated(forever, {.processor_time = std::chrono::seconds(1)}); },
              ThrowsMessage<ProcessDied>(HasSubstr("more than 1 s of processor time")));
}

TEST(Isolated, LimitsMemory) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "a sanitizer takes address space by terabytes: there is no limit";
#endif
  const auto much = [] { return std::to_string(std::vector<char>(std::size_t{1} << 28U, 'x').back()); };
  EXPECT_EQ(isolated(much), std::to_string('x'));
  EXPECT_THAT([&] { (void)isolated(much, {.memory = std::size_t{1} << 20U}); },
              ThrowsMessage<ProcessDied>(HasSubstr("bad_alloc")));
}

}  // namespace
}  // namespace lmulsim::util
