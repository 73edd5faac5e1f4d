// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kHeader =
    "Layer name,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,Num Filter,Strides,\n";

/// Products of a topology as the program's trace has them: m, n, k, count.
class TopologyTrials : public ::testing::Test {
 protected:
  using Shape = std::vector<std::int64_t>;

  std::vector<Shape> shapes(const std::string& text) {
    work_.write("t.csv", text);
    const Outcome o = work_.run("trace --workload t.csv --out t.json");
    EXPECT_EQ(o.code, 0) << o.err;
    std::vector<Shape> all;
    if (o.code != 0) {
      return all;
    }
    trace_ = json::parse(work_.read("t.json")).as_object();
    for (const json::value& op : trace_.at("operators").as_array()) {
      const auto number = [&](const char* key) {
        return op.as_object().contains(key) ? op.at(key).to_number<std::int64_t>() : 1;
      };
      all.push_back({number("m"), number("n"), number("k"), number("count")});
    }
    return all;
  }

  [[nodiscard]] std::string assumptions() const { return json::serialize(trace_.at("assumptions")); }

 private:
  Workspace work_;
  json::object trace_;
};

TEST_F(TopologyTrials, ReadsDepthwiseLayersAsScaleSimDoes) {
  EXPECT_THAT(shapes(std::string(kHeader) + "Conv2 DP,16,16,3,3,32,1,1,\nplain,16,16,3,3,32,4,1,\n"),
              ElementsAre(Shape{14 * 14, 1, 9, 32}, Shape{14 * 14, 4, 9 * 32, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("Line 2: 'Conv2 DP' is depthwise"));
}

TEST_F(TopologyTrials, ReadsAHeaderThatNamesAColumnTwiceByPosition) {
  EXPECT_THAT(shapes("Layer, IFMAP Width, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n"
                     "c1,16,12,3,3,4,8,1,\n"),
              ElementsAre(Shape{14 * 10, 8, 36, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("column 'IFMAP Width' is given twice; the columns are read in the usual order"));
}

TEST_F(TopologyTrials, PassesOverANoteAfterTheLastColumn) {
  EXPECT_THAT(shapes(std::string(kHeader) + "c1,16,12,3,3,4,8,1,#dw\n"), ElementsAre(Shape{14 * 10, 8, 36, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("Line 2: '#dw' after the last column is passed over."));
}

TEST_F(TopologyTrials, PassesOverColumnsWithoutNames) {
  EXPECT_THAT(shapes("Layer,,M,N,K,,\na,,10,20,30,,\n"), ElementsAre(Shape{10, 20, 30, 1}));
}

TEST_F(TopologyTrials, ReadsTabsAndSemicolons) {
  EXPECT_THAT(shapes("Layer\tM\tN\tK\na\t10\t20\t30\n"), ElementsAre(Shape{10, 20, 30, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("Cells are separated by tabs."));
  EXPECT_THAT(shapes("Layer;M;N;K\na;10;20;30\n"), ElementsAre(Shape{10, 20, 30, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("Cells are separated by semicolons."));
}

TEST_F(TopologyTrials, ReadsAShortHeaderByPosition) {
  EXPECT_THAT(shapes("L,M,N,K,\na,10,20,30,\n"), ElementsAre(Shape{10, 20, 30, 1}));
  EXPECT_THAT(assumptions(), HasSubstr("Line 1: unknown column 'L'"));
}

TEST_F(TopologyTrials, ReadsTwoStrides) {
  EXPECT_THAT(shapes("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
                     "Stride Height, Stride Width,\nc1,16,16,3,3,4,8,2,1,\n"),
              ElementsAre(Shape{8 * 14, 8, 36, 1}));  // ceil(13 / 2) + 1 = 8 rows
}

}  // namespace
}  // namespace lmulsim::cli_test
