// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/libraries.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::cli {
namespace {

namespace fs = std::filesystem;

struct Known {
  std::string_view name;
  double node_nm;
  std::string_view memory;
  bool packaged;  ///< comes with Debian
  std::vector<std::string_view> files;
  std::string_view lef = {};
  std::string_view placer = {};
};

const std::vector<Known>& known() {
  static const std::vector<Known> all{
      {"osu018", 180, "memory/180nm-1v8.json", true, {"osu018_stdcells.lib"}, "osu018_stdcells.lef", "osu018.par"},
      {"sky130hd", 130, "memory/130nm-1v8.json", false, {"sky130hd_tt.lib.gz"}},
      {"ihp-sg13g2", 130, "memory/130nm-1v2.json", false, {"ihp_sg13g2_typ.lib.gz"}},
      {"asap7",
       7,
       "memory/7nm.json",
       false,
       {"asap7_SIMPLE_RVT_TT_nldm_211120.lib.gz", "asap7_INVBUF_RVT_TT_nldm_220122.lib.gz",
        "asap7_AO_RVT_TT_nldm_211120.lib.gz", "asap7_OA_RVT_TT_nldm_211120.lib.gz",
        "asap7_SEQ_RVT_TT_nldm_220123.lib.gz"}},
  };
  return all;
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const Known& k : known()) {
    all.push_back(k.name);
  }
  return all;
}

fs::path folder(const Known& library) {
  if (library.packaged) {
    return "/usr/share/qflow/tech/osu018";
  }
  const char* given = std::getenv("LMULSIM_LIBERTY");
  if (given == nullptr || *given == '\0') {
    throw InputError(
        fmt::format("{}: expected the folder of its files in LMULSIM_LIBERTY, found it unset; set "
                    "LMULSIM_LIBERTY",
                    library.name));
  }
  return given;
}

}  // namespace

CellLibrary known_library(const std::string& name) {
  for (const Known& k : known()) {
    if (k.name != name) {
      continue;
    }
    CellLibrary library{name, {}, k.node_nm, std::string(k.memory)};
    if (!k.lef.empty()) {
      library.lef = (folder(k) / k.lef).string();
    }
    if (!k.placer.empty()) {
      library.placer = (folder(k) / k.placer).string();
    }
    for (const std::string_view file : k.files) {
      library.files.push_back((folder(k) / file).string());
      if (!fs::exists(library.files.back())) {
        throw InputError(fmt::format("{}: not found; {}", library.files.back(),
                                     k.packaged ? "install the Debian package qflow-tech-osu018"
                                                : "set LMULSIM_LIBERTY to the folder that has it"));
      }
    }
    return library;
  }
  throw InputError(fmt::format("--library: expected {}, found '{}'; the nearest is '{}'", known_library_names(), name,
                               util::nearest_name(name, names())));
}

std::vector<std::string> known_libraries() {
  const std::vector<std::string_view> all = names();
  return {all.begin(), all.end()};
}

std::string known_library_names() {
  return fmt::format("{}", fmt::join(names(), ", "));
}

}  // namespace lmulsim::cli
