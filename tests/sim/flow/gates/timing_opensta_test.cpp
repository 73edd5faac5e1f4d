// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Static timing beside OpenSTA's, which reads the original libraries and the same netlist.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "gates/timing.hpp"
#include "library_case.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

/// Both work on the same tables; what is left is OpenSTA's single precision.
constexpr double kTolerance = 1e-4;

class TimingBesideOpenSta : public ::testing::TestWithParam<LibraryCase> {};

struct Longest {
  double critical_ns, register_path_ns, input_path_ns;
};

/// OpenSTA's default wire load is none only when the library has none: the attribute is taken out.
std::string without_wires(const MappedElement& element, const std::string& library) {
  const auto plain = element.file(std::filesystem::path(library).filename().string() + ".plain");
  util::run_step("unpacking", fmt::format("zcat -f {} | grep -v default_wire_load > {}", util::quoted(library),
                                          util::quoted(plain)));
  return plain;
}

/// Longest paths from slacks at a clock period that is about as long, so that single precision is enough.
Longest open_sta(const MappedElement& element, const LibraryCase& library, const gates::TimingConditions& conditions) {
  const double period = 20 / library.time_ns;
  std::string script;
  for (const std::string& file : library.files) {
    script += fmt::format("read_liberty {}\n", without_wires(element, file));
  }
  script += fmt::format("read_verilog {}\nlink_design {}\ncreate_clock -name clk -period {} clk_i\n",
                        element.file("mapped.v").string(), kTop, period);
  script += fmt::format(
      "set_clock_transition {0} clk\nset_input_transition {0} [all_inputs]\nset_load {1} [all_outputs]\n"
      "set_input_delay 0 -clock clk [all_inputs]\nset_output_delay 0 -clock clk [all_outputs]\n",
      conditions.input_slew_ns / library.time_ns, conditions.output_load_pf / library.capacitance_pf);
  script +=
      "report_checks -digits 6\n"
      "report_checks -digits 6 -from [all_registers -clock_pins] -to [all_registers -data_pins]\n"
      "report_checks -digits 6 -from [all_inputs]\n";
  util::write_file_atomic(element.file("sta.tcl"), script);
  const util::CommandResult result =
      util::run_command(fmt::format("sta -exit -no_splash {} 2>&1", util::quoted(element.file("sta.tcl"))));
  std::vector<double> lengths;
  const std::regex slack("(-?[0-9.]+) +slack");
  for (std::sregex_iterator match(result.output.begin(), result.output.end(), slack), end; match != end; ++match) {
    lengths.push_back((period - std::stod((*match)[1])) * library.time_ns);
  }
  if (lengths.size() != 3) {
    throw CheckError("OpenSTA reported no paths:\n" + util::first_lines(result.output, 20));
  }
  return {.critical_ns = lengths[0], .register_path_ns = lengths[1], .input_path_ns = lengths[2]};
}

TEST_P(TimingBesideOpenSta, AgreesOnTheLongestPaths) {
  LMULSIM_NEED_LIBRARY(GetParam());
  LMULSIM_NEED("sta");
  const MappedElement element(GetParam());
  element.map(element.written_liberty(), "mapped");
  const gates::Netlist netlist = element.netlist("mapped");
  for (const gates::TimingConditions& conditions :
       {gates::TimingConditions{.input_slew_ns = 0.1, .output_load_pf = 0.02},
        gates::TimingConditions{.input_slew_ns = 0.02, .output_load_pf = 0.2}}) {
    const gates::Timing ours = gates::analyze_timing(netlist, conditions);
    const Longest theirs = open_sta(element, GetParam(), conditions);
    EXPECT_NEAR(ours.critical_ns / theirs.critical_ns, 1, kTolerance);
    EXPECT_NEAR(ours.register_path_ns / theirs.register_path_ns, 1, kTolerance);
    EXPECT_NEAR(ours.input_path_ns / theirs.input_path_ns, 1, kTolerance);
  }
}

TEST(TimingBesideOpenStaOnOsu018, DisagreesWhenTheClocksSlewDiffers) {
  LMULSIM_NEED_OSU018();
  LMULSIM_NEED("sta");
  const LibraryCase library = library_cases().front();
  const MappedElement element(library);
  element.map(element.written_liberty(), "mapped");
  const gates::Timing ours =
      gates::analyze_timing(element.netlist("mapped"), {.input_slew_ns = 0.5, .output_load_pf = 0.02});
  const Longest theirs = open_sta(element, library, {.input_slew_ns = 0.1, .output_load_pf = 0.02});
  EXPECT_GT(std::abs(ours.register_path_ns / theirs.register_path_ns - 1), 10 * kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Libraries, TimingBesideOpenSta, ::testing::ValuesIn(library_cases()),
                         [](const auto& library) { return library.param.name; });

}  // namespace
}  // namespace lmulsim::gates_test
