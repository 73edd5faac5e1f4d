// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/synthesis.hpp"

#include <fmt/format.h>

#include <utility>

#include "flow/characterize/unit_rtl.hpp"
#include "gates/blif.hpp"
#include "gates/canonical.hpp"
#include "gates/clock_gates.hpp"
#include "gates/generic_library.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

constexpr int kYosysLines = 8;

/// The tools' own temporary files lie beside the script, so that nothing of them is left when they fail.
void run_yosys(const fs::path& script, const std::string& text, const std::string& what) {
  util::write_file_atomic(script, text);
  const util::CommandResult r = util::run_command(
      fmt::format("TMPDIR={} yosys -q -s {}", util::quoted(script.parent_path()), util::quoted(script)));
  if (r.status == 0) {
    return;
  }
  throw InputError(
      fmt::format("yosys ({}) failed (status {}):{}", what, r.status, util::first_lines(r.output, kYosysLines)));
}

/// Flip-flops of the kinds the library has. One with a reset only gets it tied off.
std::string flip_flop_mapping(const gates::Library& library, const fs::path& liberty) {
  bool plain = false;
  for (const gates::Cell& cell : library.cells) {
    plain |= cell.flip_flop && cell.unusable.empty() && cell.flip_flop->clear.empty() && cell.flip_flop->preset.empty();
  }
  std::string text;
  if (!plain) {
    text += "dfflegalize -cell $_DFF_PN0_ x\n";
  }
  return text + fmt::format("dfflibmap -liberty {}\n", liberty.string());
}

/// Enables of this many flip-flops or more become clock gates, fewer are not worth one.
constexpr int kFewestGated = 3;

/// What a flip-flop with an enable becomes: one without, behind a clock gate of its own. Those of one enable are shared
/// when the netlist is read.
std::string clock_gate_module() {
  return fmt::format("(* blackbox *) module {0} (input CLK, input EN, output GCLK);\nendmodule\n",
                     gates::kGenericClockGate);
}

std::string clock_gate_map() {
  return fmt::format(
      "module \\$_DFFE_PP_ (input D, C, E, output Q);\n"
      "  wire gated;\n"
      "  {0} gate (.CLK(C), .EN(E), .GCLK(gated));\n"
      "  \\$_DFF_P_ _TECHMAP_REPLACE_ (.D(D), .C(gated), .Q(Q));\n"
      "endmodule\n"
      "module \\$_DFFE_PN0P_ (input D, C, E, R, output Q);\n"
      "  wire gated;\n"
      "  {0} gate (.CLK(C), .EN(E), .GCLK(gated));\n"
      "  \\$_DFF_PN0_ _TECHMAP_REPLACE_ (.D(D), .C(gated), .R(R), .Q(Q));\n"
      "endmodule\n",
      gates::kGenericClockGate);
}

constexpr const char* kClockGateFile = "clock_gate.v";
constexpr const char* kClockGateMapFile = "clock_gate_map.v";

/// Yosys' commands that leave flip-flops of the kinds of the generic library. With clock gates they read two files of
/// `folder`.
std::string legal_flip_flops(bool clock_gates, const fs::path& folder) {
  constexpr const char* kPlain = "-cell $_DFF_P_ x -cell $_DFF_PN0_ x";
  if (!clock_gates) {
    return fmt::format("dfflegalize {}\n", kPlain);
  }
  return fmt::format(
      "dfflegalize -mince {0} {1} -cell $_DFFE_PP_ x -cell $_DFFE_PN0P_ x\n"
      "read_verilog {2}\ntechmap -map {3}\n",
      kFewestGated, kPlain, (folder / kClockGateFile).string(), (folder / kClockGateMapFile).string());
}

std::string reading(const fs::path& rtl_dir) {
  std::string command = "read_verilog -sv -DSYNTHESIS";
  for (const std::string& file : rtl::rtl_files(rtl_dir)) {
    command += ' ' + (rtl_dir / file).string();
  }
  return command + '\n';
}

/// The module flattened, its names made of the order of things alone: Yosys makes them of line numbers, and the order
/// of a sum's terms of the names.
std::string flattening(const UnitRtl& rtl) {
  return fmt::format(
      "{}\nhierarchy -check -top {}\nproc\nflatten\nopt_expr\nopt_clean\nrename -hide\nrename -enumerate\n"
      "rename -top unit\n",
      parametrised(rtl), rtl.top);
}

/// Generic gates of what `flattening` leaves.
std::string generic_gates(bool clock_gates, const fs::path& folder) {
  return "synth -noabc -top unit\n" + legal_flip_flops(clock_gates, folder) +
         "opt_expr\nopt_merge\nopt_clean -purge\ncheck -assert\n";
}

}  // namespace

std::string yosys_version() {
  const util::CommandResult r = util::run_command("yosys -V");
  if (r.status != 0 || !r.output.starts_with("Yosys ")) {
    throw InputError(
        "yosys: not found; characterisation needs Yosys (Debian package yosys). The technologies that come with the "
        "program work without it");
  }
  return r.output.substr(6, r.output.find(' ', 6) - 6);
}

Synthesis::Synthesis(const gates::Library& library, fs::path rtl_dir, const fs::path& work, fs::path cache)
    : library_(library),
      mixed_(library),
      rtl_dir_(std::move(rtl_dir)),
      cache_(std::move(cache)),
      version_(rtl::rtl_sha256(rtl_dir_) + yosys_version()),
      liberty_(work / "cells.lib") {
  util::write_file_atomic(liberty_, gates::write_liberty(library));
  for (const gates::Cell& cell : gates::generic_library().cells) {
    mixed_.cells.push_back(cell);
  }
}

Synthesis::Generic Synthesis::elaborate(const cost::Unit& unit, const fs::path& folder) const {
  const std::string key = version_ + flattening(unit_rtl(unit)) + generic_gates(unit.clock_gates, {}) +
                          (unit.clock_gates ? clock_gate_map() : "");
  const fs::path kept = cache_.empty() ? folder : cache_ / ("rtl-" + util::sha256(key).substr(0, 24));
  if (!fs::exists(kept / "generic.json")) {
    make_generic(unit, folder);
    if (!cache_.empty()) {
      fs::create_directories(kept);
      for (const char* file : {"generic.il", "generic.json"}) {  // the one that is looked for last
        util::write_file_atomic(kept / file, util::read_file(folder / file));
      }
    }
  }
  const fs::path json = kept / "generic.json";
  const gates::Netlist netlist =
      gates::read_netlist(util::read_file(json), json.string(), "unit", gates::generic_library());
  return {kept / "generic.il", gates::canonical(gates::with_shared_clock_gates(netlist))};
}

void Synthesis::make_generic(const cost::Unit& unit, const fs::path& folder) const {
  const std::string name = cost::unit_name(unit);
  const std::string parsed = (folder / "parsed.il").string();
  run_yosys(folder / "parse.ys",
            reading(rtl_dir_) + flattening(unit_rtl(unit)) + fmt::format("write_rtlil {}\n", parsed), name);
  if (unit.clock_gates) {
    util::write_file_atomic(folder / kClockGateFile, clock_gate_module());
    util::write_file_atomic(folder / kClockGateMapFile, clock_gate_map());
  }
  run_yosys(folder / "elaborate.ys",
            fmt::format("read_rtlil {1}\n{2}write_rtlil {0}/generic.il\nwrite_json {0}/generic.json\n", folder.string(),
                        parsed, generic_gates(unit.clock_gates, folder)),
            name);
}

gates::Netlist Synthesis::with_flip_flops(const Generic& generic, const fs::path& folder) const {
  const fs::path json = folder / "flip_flops.json";
  run_yosys(folder / "flip_flops.ys",
            fmt::format("read_rtlil {}\n{}opt_clean -purge\nwrite_json {}\n", generic.rtlil.string(),
                        flip_flop_mapping(library_, liberty_), json.string()),
            "flip-flops");
  const gates::Netlist netlist = gates::read_netlist(util::read_file(json), json.string(), "unit", mixed_);
  return gates::with_library_clock_gates(gates::canonical(gates::with_shared_clock_gates(netlist)));
}

void prove_equivalent(const gates::Netlist& generic, const gates::Netlist& mapped, const fs::path& folder) {
  const fs::path gold = folder / "generic.blif";
  const fs::path gate = folder / "mapped.blif";
  util::write_file_atomic(gold, gates::write_blif(generic));
  util::write_file_atomic(gate, gates::write_blif(mapped));
  const util::CommandResult r =
      util::run_command(fmt::format("yosys-abc -c \"cec {} {}\"", util::quoted(gold), util::quoted(gate)));
  if (r.output.find("Networks are equivalent") == std::string::npos) {
    throw CheckError(fmt::format("the netlist is not shown equal to the RTL:{}", util::first_lines(r.output, 12)));
  }
}

}  // namespace lmulsim::flow::characterize
