// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cosim/random_case.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"
#include "lockstep/lockstep.hpp"
#include "rtl/model_builder.hpp"

namespace lmulsim::cosim {

/// What the RTL is held against. The fast engine always is.
enum class Against : std::uint8_t { systemc, fast };

struct CosimOptions {
  Against against = Against::systemc;
  std::uint32_t seed = 1;  ///< of the RTL's initial register values
  rtl::ModelOptions rtl;   ///< where the RTL comes from
};

/// How much agreed.
struct CosimTotals {
  std::int64_t programs = 0;
  std::int64_t commands = 0;
  std::int64_t cycles = 0;
  std::int64_t comparisons = 0;  ///< output pins (bits) compared, summed over cycles and arrays
  std::int64_t macs = 0;
  std::int64_t outputs = 0;

  CosimTotals& operator+=(const CosimTotals& o);
  [[nodiscard]] CosimTotals operator-(const CosimTotals& o) const;
  friend bool operator==(const CosimTotals&, const CosimTotals&) = default;
};

/// The engines of one accelerator side by side: the RTL drives, both SystemC grains (the one of a module per PE up to
/// 16x16) follow pin by pin, and the fast engine's times, counts and results are held against what came out.
class Cosim {
 public:
  Cosim(machine::Accelerator accelerator, CosimOptions options);

  /// Runs a program on all engines; says in a line what disagreed, or nothing. A failed assertion of the RTL is a
  /// disagreement. Throws InputError when the RTL does not build.
  [[nodiscard]] std::optional<std::string> run(const mapping::Program& program, const engine::Operands& operands,
                                               const engine::Stalls& stalls);
  [[nodiscard]] std::optional<std::string> run(const CosimCase& c);

  /// The smallest case found that still disagrees, starting from one that does: parts of its operands.
  [[nodiscard]] CosimCase shrink(CosimCase failing);

  /// All there is to say about a case that disagrees: who with whom, the pins, the multiply-accumulates, the cycles.
  [[nodiscard]] std::string explain(const CosimCase& failing);

  /// Waves of the RTL alone on a case.
  void dump_waves(const CosimCase& c, const std::filesystem::path& vcd);

  [[nodiscard]] const CosimTotals& totals() const { return totals_; }
  [[nodiscard]] std::string arrays() const;
  [[nodiscard]] const machine::Accelerator& accelerator() const { return accelerator_; }
  [[nodiscard]] const CosimOptions& options() const { return options_; }

 private:
  [[nodiscard]] std::vector<engine::ArrayDut*> duts() const;
  [[nodiscard]] bool disagrees(const CosimCase& c);
  void make_rtl();

  machine::Accelerator accelerator_;
  CosimOptions options_;
  engine::ArrayParams params_;
  std::unique_ptr<engine::ArrayDut> rtl_;
  std::vector<std::unique_ptr<engine::ArrayDut>> others_;
  CosimTotals totals_;
};

}  // namespace lmulsim::cosim
