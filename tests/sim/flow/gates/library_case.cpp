// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "library_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "../../../real_data.hpp"
#include "arith/spec.hpp"
#include "flow/characterize/unit_rtl.hpp"
#include "util/file.hpp"

namespace lmulsim::gates_test {
namespace {

namespace fs = std::filesystem;

/// Mitchell's multiplier on e4m3 with sums in fp32, in one cycle.
cost::Unit mitchell_pe() {
  cost::Unit unit;
  unit.kind = cost::UnitKind::pe_stationary;
  unit.multiplier = {.kind = arith::MultiplierKind::adder, .offset = 0};
  return unit;
}

/// Yosys' command that reads the RTL.
std::string read_rtl() {
  const fs::path rtl = fs::path(LMULSIM_SOURCE_DIR) / "rtl";
  std::istringstream names(util::read_file(rtl / "files.txt"));
  std::string command = "read_verilog -sv -DSYNTHESIS";
  for (std::string name; names >> name;) {
    command += fmt::format(" {}", (rtl / name).string());
  }
  return command;
}

}  // namespace

std::vector<LibraryCase> library_cases() {
  return {{"osu018", {kOsu018}, 1, 1},
          {"sky130hd", {real_liberty("sky130hd_tt.lib.gz").string()}, 1, 1},
          {"sg13g2", {real_liberty("ihp_sg13g2_typ.lib.gz").string()}, 1, 1},
          {"asap7",
           {real_liberty("asap7_SIMPLE_RVT_TT_nldm_211120.lib.gz").string(),
            real_liberty("asap7_INVBUF_RVT_TT_nldm_220122.lib.gz").string(),
            real_liberty("asap7_AO_RVT_TT_nldm_211120.lib.gz").string(),
            real_liberty("asap7_OA_RVT_TT_nldm_211120.lib.gz").string(),
            real_liberty("asap7_SEQ_RVT_TT_nldm_220123.lib.gz").string()},
           1e-3,
           1e-3}};
}

void PrintTo(const LibraryCase& library, std::ostream* out) {
  *out << library.name;
}

std::string missing_file(const LibraryCase& library) {
  const auto missing = std::ranges::find_if(library.files, [](const std::string& f) { return !fs::exists(f); });
  return missing == library.files.end() ? "" : *missing;
}

MappedElement::MappedElement(const LibraryCase& library)
    : folder_(fs::temp_directory_path()), library_(gates::read_library(library.files)) {
  util::write_file_atomic(file("written.lib"), gates::write_liberty(library_));
  util::write_file_atomic(
      file("elaborate.ys"),
      fmt::format("{}\n{}\nsynth -flatten -top {}\ncheck -assert\nrename -top {}\nwrite_rtlil {}\n", read_rtl(),
                  flow::characterize::parametrised(flow::characterize::unit_rtl(mitchell_pe())), kTop, kTop,
                  file("generic.il").string()));
  util::run_step("elaboration", fmt::format("yosys -q {} 2>&1", util::quoted(file("elaborate.ys"))));
}

std::string MappedElement::written_liberty() const {
  return file("written.lib");
}

std::string MappedElement::map(const std::string& liberty_file, const std::string& name) const {
  const std::string script = fmt::format(
      "read_rtlil {0}\ndfflibmap -liberty {1}\nabc -liberty {1}\nopt_clean -purge\n"
      "write_verilog -noattr -noexpr {2}\nwrite_json {3}\ntee -o {4} stat -liberty {1}\n",
      file("generic.il").string(), liberty_file, file(name + ".v").string(), file(name + ".json").string(),
      file(name + ".stat").string());
  util::write_file_atomic(file(name + ".ys"), script);
  util::run_step("mapping", fmt::format("yosys -q {} 2>&1", util::quoted(file(name + ".ys"))));
  return util::read_file(file(name + ".stat"));
}

gates::Netlist MappedElement::netlist(const std::string& name) const {
  return gates::read_netlist(util::read_file(file(name + ".json")), name, kTop, library_);
}

}  // namespace lmulsim::gates_test
