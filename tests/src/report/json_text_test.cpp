// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/json_text.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <limits>

namespace lmulsim::report {
namespace {

namespace json = boost::json;

TEST(JsonText, ReadsBackAsTheSameValue) {
  const json::value value = {{"a", 1},
                             {"b", {1.5, 0.1, 1e-300, 1e300, -0.0}},
                             {"c", {{"d", nullptr}, {"e", true}, {"f", "quote \" and \\ and \n"}}},
                             {"empty", json::array()},
                             {"none", json::object()},
                             {"long", std::string(200, 'x')},
                             {"list", {{{"x", 1}}, {{"y", {{"z", 2}}}}}}};
  EXPECT_EQ(json::parse(pretty(value)), value);
}

TEST(JsonText, DoublesStayDoublesAndUseTheFewestDigits) {
  EXPECT_EQ(pretty(0.1), "0.1\n");
  EXPECT_EQ(pretty(30.0), "30.0\n");
  EXPECT_TRUE(json::parse(pretty(30.0)).is_double());
  EXPECT_EQ(pretty(std::nan("")), "null\n");
  EXPECT_EQ(pretty(std::numeric_limits<double>::infinity()), "null\n");
}

TEST(JsonText, IndentsNestedValuesAndKeepsShortOnesOnALine) {
  EXPECT_EQ(pretty({{"a", {1, 2}}, {"b", {{"c", {1}}}}}), "{\n  \"a\": [1, 2],\n  \"b\": {\n    \"c\": [1]\n  }\n}\n");
}

}  // namespace
}  // namespace lmulsim::report
