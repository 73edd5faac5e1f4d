// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/synthesis.hpp"

#include <fmt/format.h>

#include <utility>

#include "flow/characterize/unit_rtl.hpp"
#include "gates/blif.hpp"
#include "gates/canonical.hpp"
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
  const UnitRtl rtl = unit_rtl(unit);
  std::string steps = fmt::format("{}\nsynth -flatten -noabc -top {}\n", parametrised(rtl), rtl.top);
  steps +=
      "dfflegalize -cell $_DFF_P_ x -cell $_DFF_PN0_ x\nopt_expr\nopt_merge\nrename -top unit\nopt_clean -purge\n"
      "check -assert\n";
  const fs::path kept = cache_.empty() ? folder : cache_ / ("rtl-" + util::sha256(version_ + steps).substr(0, 24));
  if (!fs::exists(kept / "generic.json")) {
    std::string script = "read_verilog -sv -DSYNTHESIS";
    for (const std::string& file : rtl::rtl_files(rtl_dir_)) {
      script += ' ' + (rtl_dir_ / file).string();
    }
    script += fmt::format("\n{0}write_rtlil {1}/generic.il\nwrite_json {1}/generic.json\n", steps, folder.string());
    run_yosys(folder / "elaborate.ys", script, cost::unit_name(unit));
    if (!cache_.empty()) {
      fs::create_directories(kept);
      for (const char* file : {"generic.il", "generic.json"}) {  // the one that is looked for last
        util::write_file_atomic(kept / file, util::read_file(folder / file));
      }
    }
  }
  const fs::path json = kept / "generic.json";
  return {kept / "generic.il", gates::canonical(gates::read_netlist(util::read_file(json), json.string(), "unit",
                                                                    gates::generic_library()))};
}

gates::Netlist Synthesis::with_flip_flops(const Generic& generic, const fs::path& folder) const {
  const fs::path json = folder / "flip_flops.json";
  run_yosys(folder / "flip_flops.ys",
            fmt::format("read_rtlil {}\n{}opt_clean -purge\nwrite_json {}\n", generic.rtlil.string(),
                        flip_flop_mapping(library_, liberty_), json.string()),
            "flip-flops");
  return gates::canonical(gates::read_netlist(util::read_file(json), json.string(), "unit", mixed_));
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
