// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The cell libraries of these tests, and one processing element mapped onto each.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "gates/liberty.hpp"
#include "gates/netlist.hpp"
#include "tools.hpp"

namespace lmulsim::gates_test {

struct LibraryCase {
  const char* name;
  std::vector<std::string> files;
  double time_ns;  ///< the library's units
  double capacitance_pf;
};

/// osu018 (packaged), sky130hd, ihp-sg13g2 and asap7 (below LMULSIM_LIBERTY).
[[nodiscard]] std::vector<LibraryCase> library_cases();

void PrintTo(const LibraryCase& library, std::ostream* out);

/// The first of the files that is not there; empty when all are.
[[nodiscard]] std::string missing_file(const LibraryCase& library);

inline constexpr const char* kTop = "pe_stationary";

/// A processing element of the RTL (L-Mul, e4m3, fp32) on the cells of a library, by Yosys with a library file.
class MappedElement {
 public:
  explicit MappedElement(const LibraryCase& library);

  /// Maps with this liberty file; names the results NAME.v, NAME.json in the folder. Returns what Yosys printed last:
  /// the statistics of cells and area.
  std::string map(const std::string& liberty_file, const std::string& name) const;

  [[nodiscard]] const gates::Library& library() const { return library_; }
  [[nodiscard]] gates::Netlist netlist(const std::string& name) const;
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  /// The library as write_liberty has it, in the folder.
  [[nodiscard]] std::string written_liberty() const;

 private:
  util::TemporaryFolder folder_;
  gates::Library library_;
};

}  // namespace lmulsim::gates_test

/// Skips loudly when a file of the library is not there.
#define LMULSIM_NEED_LIBRARY(library)                                                                               \
  LMULSIM_NEED("yosys")                                                                                             \
  if (const std::string missing = lmulsim::gates_test::missing_file(library); !missing.empty()) {                   \
    GTEST_SKIP() << "SKIPPED: no " << missing << " (set LMULSIM_LIBERTY, or install qflow-tech-osu018 for osu018)"; \
  }
