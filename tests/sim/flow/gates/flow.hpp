// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the gate-level tests share: a unit synthesised on the packaged library, with its timing and vectors.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "arith/names.hpp"
#include "cost/gate_table.hpp"
#include "flow/characterize/measure.hpp"
#include "flow/characterize/synthesis.hpp"
#include "flow/characterize/vectors.hpp"
#include "gates/liberty.hpp"
#include "tools.hpp"
#include "util/command.hpp"

namespace lmulsim::gates_test {

/// A unit by its operands: "lmul", "e4m3", "fp32".
[[nodiscard]] cost::Unit make_unit(cost::UnitKind kind, const std::string& multiplier, const std::string& format,
                                   const std::string& accumulator, int mul_stages = 0);

/// The first recipe's netlist of a unit on osu018.
class Flow {
 public:
  explicit Flow(const cost::Unit& unit);

  [[nodiscard]] const gates::Library& library() const { return library_; }
  [[nodiscard]] const flow::characterize::Synthesis::Generic& generic() const { return *generic_; }
  [[nodiscard]] const gates::Netlist& netlist() const { return mapped_.front().netlist; }
  [[nodiscard]] flow::characterize::Vectors vectors(cost::Stimulus stimulus, int tiles) const;
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  cost::Unit unit_;
  util::TemporaryFolder folder_;
  gates::Library library_;
  std::unique_ptr<flow::characterize::Synthesis> synthesis_;
  std::optional<flow::characterize::Synthesis::Generic> generic_;
  std::vector<flow::characterize::MappedNetlist> mapped_;
};

}  // namespace lmulsim::gates_test
