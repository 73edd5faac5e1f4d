// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/scalesim/scalesim.hpp"

#include <gmock/gmock.h>

#include <ostream>

#include "files.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using graph::Gemm;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

graph::Workload read(const std::string& name, std::string_view section = {}) {
  return scalesim::read_scalesim(util::read_file(data_file(name)), name, section);
}

std::vector<Gemm> shapes(const graph::Workload& workload) {
  std::vector<Gemm> all;
  for (const graph::Operator& op : workload.operators) {
    all.push_back(op.gemm);
  }
  return all;
}

std::vector<std::string> names(const graph::Workload& workload) {
  std::vector<std::string> all;
  for (const graph::Operator& op : workload.operators) {
    all.push_back(op.name);
  }
  return all;
}

TEST(ScaleSim, ReadsConvolutionsByHeaderInAnyOrder) {
  const graph::Workload w = read("conv_reordered.csv");
  // 10 x 11 input, 3 x 2 filter, stride 2: ceil(7 / 2) + 1 = 5 rows, ceil(9 / 2) + 1 = 6 columns.
  EXPECT_THAT(shapes(w), ElementsAre(Gemm{5 * 6, 8, 3 * 2 * 4}, Gemm{4 * 5, 5, 8}));
  EXPECT_THAT(names(w), ElementsAre("conv", "point"));
}

TEST(ScaleSim, FallsBackToTheDefaultOrderWithoutAHeader) {
  const graph::Workload w = read("gemm_headerless.csv");
  EXPECT_THAT(shapes(w), ElementsAre(Gemm{5, 6, 7}, Gemm{8, 9, 10}));
  EXPECT_EQ(shapes(scalesim::read_scalesim("c,4,4,3,3,2,8,1", "f")).front(), (Gemm{4, 8, 18}));
}

TEST(ScaleSim, ReadsColumnsOfProductsInAnyOrder) {
  EXPECT_EQ(shapes(scalesim::read_scalesim("K,N,Layer,M\n1,2,a,3\n", "f")).front(), (Gemm{3, 2, 1}));
}

TEST(ScaleSim, PutsTitlesBeforeNamesAndNumbersRepetitions) {
  const graph::Workload w = read("sections.csv");
  EXPECT_THAT(names(w), ElementsAre("Small Net/Conv", "Small Net/Conv#2", "Other Net/FC"));
  EXPECT_THAT(w.operators[2].depends_on, ElementsAre(1));
  EXPECT_THAT(names(read("sections.csv", "other net")), ElementsAre("Other Net/FC"));
  EXPECT_THAT([] { (void)read("sections.csv", "Smal Net"); },
              ThrowsMessage<InputError>(HasSubstr("no section 'Smal Net' with layers (did you mean 'Small Net'?)")));
}

struct Untidy {
  const char* name;
  const char* text;
  std::vector<Gemm> shapes;  ///< by hand
};

void PrintTo(const Untidy& u, std::ostream* out) {
  *out << u.name;
}

class UntidyTopology : public testing::TestWithParam<Untidy> {};

TEST_P(UntidyTopology, IsReadAsItIsMeant) {
  EXPECT_EQ(shapes(scalesim::read_scalesim(GetParam().text, "t.csv")), GetParam().shapes);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, UntidyTopology,
    testing::Values(Untidy{"Carriage", "Layer,M,N,K\r\na,1,2,3\r\n", {{1, 2, 3}}},
                    Untidy{"CarriageAlone", "Layer,M,N,K\ra,1,2,3\rb,4,5,6\r", {{1, 2, 3}, {4, 5, 6}}},
                    Untidy{"Quotes", "\"Layer\",\"M\",\"N\",\"K\"\n\"a, b\",\"1\",2,3\n", {{1, 2, 3}}},
                    Untidy{"HeaderAgain", "Layer,M,N,K\na,1,2,3\nLayer,K,M,N\nb,6,4,5\n", {{1, 2, 3}, {4, 5, 6}}},
                    Untidy{"Comments", "# mine\nLayer,M,N,K\n// next\na,1,2,3\n#b,4,5,6\n", {{1, 2, 3}}},
                    Untidy{"Tail", "Layer,M,N,K\na,1,2,3\nmade,by,hand,\nend\n", {{1, 2, 3}}},
                    Untidy{"Blanks", ",,,\nLayer,M,N,K,,,\n\na,1,2,3,,\n,,\n", {{1, 2, 3}}},
                    Untidy{"NineCells", "c,16,16,3,3,4,8,2,1\n", {{8 * 14, 8, 36}}},
                    Untidy{"Words", "c,16,16,3,3,4,8,1,relu,same\n", {{14 * 14, 8, 36}}},
                    Untidy{"Depthwise", "c_DP,5,5,3,3,7,1,1,\n", {{9, 1, 9}}},
                    Untidy{"LowerCase", "c_dp,5,5,3,3,7,1,1,\n", {{9, 1, 63}}},
                    Untidy{"TabsAndTitles", "Net\nLayer\tM\tN\tK\na\t1\t2\t3\n", {{1, 2, 3}}},
                    Untidy{"MoreColumnsThatAreEmpty", "Layer,M,N,K,batch size\na,1,2,3,\n", {{1, 2, 3}}},
                    Untidy{"ColumnsOfTheAuthor", "Layer,M,N,K,,Eh,Ew\na,1,2,3,,110,12\n", {{1, 2, 3}}},
                    Untidy{"OneNameIsOther", "Layer,M,N,Depth\na,1,2,3\n", {{1, 2, 3}}},
                    Untidy{"SmallLetters",
                           "layer_name,ifmap_height,ifmap_width,filter_height,filter_width,channel,"
                           "num_filters,stride\nc,4,4,3,3,2,8,1\n",
                           {{4, 8, 18}}}));

TEST(ScaleSim, CountsDepthwiseChannels) {
  const graph::Workload w = scalesim::read_scalesim("c DP,5,5,3,3,7,2,1,\n", "t.csv");
  EXPECT_EQ(w.operators[0].count, 7);
  EXPECT_EQ(w.macs(), 7 * 9 * 2 * 9);
}

struct Bad {
  const char* text;
  const char* message;
};

class BadTopology : public testing::TestWithParam<Bad> {};

TEST_P(BadTopology, IsRefusedByLine) {
  EXPECT_THAT([] { (void)scalesim::read_scalesim(GetParam().text, "t.csv"); },
              ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

INSTANTIATE_TEST_SUITE_P(
    Cases, BadTopology,
    testing::Values(Bad{"", "t.csv: expected at least one layer, found none"},
                    Bad{"Layer,M,N,K,\n", "t.csv: expected at least one layer"},
                    Bad{"Layer,M,N,K\na,1,2,x\n", "t.csv:2: K: expected an integer from 1 to 2147483648, found 'x'"},
                    Bad{"Layer,M,N,K\na,1,2,0\n", "t.csv:2: K: expected"},
                    Bad{"Layer,M,N,K\na,1,2,-3\n", "t.csv:2: K: expected"},
                    Bad{"Layer,M,N,K\na,1,2,1.5\n", "t.csv:2: K: expected"},
                    Bad{"Layer,M,N,K\na,1,2,99999999999999999999\n", "t.csv:2: K: expected"},
                    Bad{"Layer,M,N,K\n\na,1,2\n", "t.csv:3: expected 4 cells (Layer, M, N, K), found 3"},
                    Bad{"Layer,M,N\na,1,2\n", "t.csv:1: the header lacks the column 'K'"},
                    Bad{"Layer,K,N,Q\na,1,2,3\n", "t.csv:1: unknown column 'Q'"},
                    Bad{"Layer,M,N,K,Sparsity\na,1,2,3,1\n", "found 5: '1' is in no column"},
                    Bad{"Layer,M,N,K\na,1,2,3,4\n", "t.csv:2: expected 4 cells (Layer, M, N, K), found 5: '4'"},
                    Bad{"Layer,M,N,K\na,1,2,3,2:4\n", "'2:4' is in no column"},
                    Bad{"Layer,,M,N,K\na,x,1,2,3\n", "t.csv:2: expected 4 cells (Layer, M, N, K), found 5: 'x'"},
                    Bad{"Layer,M,N,K\na,1,2,3\nFC 4 5 6\n", "t.csv:3: expected cells separated by commas, tabs"},
                    Bad{"Layer M N K\na 1 2 3\n", "t.csv:2: expected cells separated by commas, tabs"},
                    Bad{"Layer,M,N,K\nb,x,y,2\n", "t.csv:2: M: expected an integer"},
                    Bad{"Layer|M|N|K\na|1|2|3\n", "t.csv: expected at least one layer, found none (cells are sep"},
                    Bad{"Layer,M,N,K,K\na,1,2,3,3\n", "t.csv:1: column 'K' is given twice"},
                    Bad{"Layer,M,N,K,Strides\na,1,2,3,3\n", "t.csv:1: the header mixes"},
                    Bad{"a,1,2,3,4\n", "t.csv:1: expected a header, or 4 cells"},
                    Bad{"c,4,4,5,3,2,8,1\n", "t.csv:1: expected a filter height of at most the input's 4, found 5"},
                    Bad{"c,4,4,3,3,2,8,0\n", "t.csv:1: Strides: expected"}, Bad{"17\n", "t.csv:1: expected a header"},
                    Bad{"g,2000000000,2000000000,2000000000\n", "operator 'g': more than 1e+15 multiply-accumulates"}));

TEST(ScaleSim, ReadsTheTopologiesItShips) {
  const auto folder = real_data("scalesim_topologies");
  LMULSIM_REQUIRE_DATA(folder);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("GEMM_")) {
      EXPECT_GT(scalesim::read_scalesim(util::read_file(entry.path()), name).macs(), 0) << name;
    }
  }
  const std::string mlperf = util::read_file(folder / "MLPERF.csv");
  // First layer of AlphaGoZero: 19 x 19 input, 3 x 3 filter, 17 channels, 256 filters.
  EXPECT_EQ(shapes(scalesim::read_scalesim(mlperf, "MLPERF.csv", "AlphaGoZero")).front(),
            (Gemm{17 * 17, 256, 3 * 3 * 17}));
  // One line of the file as it is shipped is torn: "FC, 1, 1, 1, ,1 2, 2, 1,".
  EXPECT_THAT([&] { (void)scalesim::read_scalesim(mlperf, "MLPERF.csv"); },
              ThrowsMessage<InputError>(HasSubstr("MLPERF.csv:219: Filter Width: expected an integer")));
}

}  // namespace
}  // namespace lmulsim::formats
