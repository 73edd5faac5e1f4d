// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a unit elaborates to depends on its logic alone: RTL that grows around it, or is written in other words, leaves
// it and what was measured of it as they are.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "flow.hpp"
#include "flow/characterize/unit_list.hpp"
#include "flow/characterize/unit_tools.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

namespace fs = std::filesystem;

/// Ends in the place where another kind of sum would be written down.
constexpr const char* kLastSum = "  end else if (Acc == lmulsim_pkg::ACC_NARROW) begin : gen_narrow\n";
constexpr const char* kOneMore =
    "  end else if (Acc == 77) begin : gen_one_more\n"
    "    logic [7:0] more;\n"
    "    assign more = 8'(acc_i) * 8'd3 + 8'd1;\n"
    "    assign result = AccBits'(more);\n"
    "    assign result_valid = valid_i;\n";

/// A module that nothing uses, of so many operators; the tool numbers them through.
std::string module_of_operators(int operators) {
  std::string text = "module unused (input logic [7:0] a_i, output logic [7:0] y_o);\n  assign y_o = a_i";
  for (int i = 0; i < operators; ++i) {
    text += fmt::format(" + 8'd{}", i % 251);
  }
  return text + ";\nendmodule\n";
}

/// A folder with the RTL, which may be edited.
class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path() / "lmulsim-gates") {
    fs::copy(rtl::rtl_source_dir(), rtl(), fs::copy_options::recursive);
  }

  [[nodiscard]] fs::path rtl() const { return folder_.path() / "rtl"; }

  void replace(const fs::path& file, const std::string& text, const std::string& by) const {
    std::string source = util::read_file(rtl() / file);
    const std::size_t at = source.find(text);
    ASSERT_NE(at, std::string::npos) << file << " has no " << text;
    util::write_file_atomic(rtl() / file, source.replace(at, text.size(), by));
  }

  void put_before_everything(const std::string& text) const {
    for (const std::string& file : rtl::rtl_files(rtl())) {
      util::write_file_atomic(rtl() / file, text + util::read_file(rtl() / file));
    }
  }

  /// The digest of a unit's logic.
  [[nodiscard]] std::string sha256(const cost::Unit& unit) const {
    const gates::Library library = gates::read_library({kOsu018});
    const flow::characterize::Synthesis synthesis(library, rtl(), folder_.path());
    return flow::characterize::UnitTools(unit, synthesis, {}, folder_.path()).sha256();
  }

 private:
  util::TemporaryFolder folder_;
};

cost::Unit unit_of(const std::string& name) {
  const std::vector<cost::Unit> units = flow::characterize::shipped_units();
  return *std::ranges::find(units, name, cost::unit_name);
}

constexpr const char* kInt8 = "pe-stationary/exact/int8/int32/s1/l1";

class ElaboratedUnit : public ::testing::TestWithParam<const char*> {};

TEST_P(ElaboratedUnit, IsTheSameWhateverElseTheRtlHas) {
  LMULSIM_NEED_OSU018();
  const Copy grown;
  ASSERT_NO_FATAL_FAILURE(grown.replace("pe/accumulator.sv", kLastSum, std::string(kOneMore) + kLastSum));
  grown.put_before_everything(std::string(137, '\n'));
  const std::string before = Copy().sha256(unit_of(GetParam()));
  EXPECT_EQ(grown.sha256(unit_of(GetParam())), before);
  for (const int operators : {90, 400}) {  // numbers of two, three and four digits stand in another order as text
    const Copy more;
    ASSERT_NO_FATAL_FAILURE(
        more.replace("pe/acc_int32.sv", "module acc_int32", module_of_operators(operators) + "module acc_int32"));
    EXPECT_EQ(more.sha256(unit_of(GetParam())), before) << operators << " operators in a module more";
  }
}

// Units whose sums of many terms, or products, came out in another order when their names had other numbers.
INSTANTIATE_TEST_SUITE_P(Shipped, ElaboratedUnit,
                         ::testing::Values("multiplier/exact/fp16/daz", kInt8,
                                           "pe-stationary/exact/e4m3/daz/fp32/s1/l2"),
                         [](const auto& unit) {
                           std::string text = unit.param;
                           std::ranges::replace(text, '/', '_');
                           std::ranges::replace(text, '-', '_');
                           return text;
                         });

TEST(OtherLogic, IsElaboratedToAnotherDigest) {
  LMULSIM_NEED_OSU018();
  const Copy changed;
  ASSERT_NO_FATAL_FAILURE(changed.replace("pe/acc_int32.sv", "acc_i[32] | overflow", "acc_i[32] & overflow"));
  EXPECT_NE(changed.sha256(unit_of(kInt8)), Copy().sha256(unit_of(kInt8)));
}

}  // namespace
}  // namespace lmulsim::gates_test
