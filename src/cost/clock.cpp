// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/clock.hpp"

#include <fmt/format.h>

#include "cost/breakdown_builder.hpp"
#include "cost/gate_array.hpp"
#include "cost/units.hpp"
#include "util/error.hpp"

namespace lmulsim::cost {

double ClockLimit::hz() const {
  return kNsPerS / period_ns.value;
}

ClockLimit clock_limit(const machine::Accelerator& acc, const Technology& technology) {
  if (!technology.gates) {
    throw InputError(
        fmt::format("technology '{}': expected one measured in gates for a clock from the critical path, "
                    "found one without delays; give the clock in the accelerator",
                    technology.name));
  }
  const Unit unit = pe_unit(acc);
  const GateUnit& pe = technology.gates->get(unit, technology.name);
  if (pe.delay_ns.value <= 0) {
    throw InputError(fmt::format("technology '{}': gates.units.{}: delay: expected a number above 0, found 0",
                                 technology.name, unit_name(unit)));
  }
  const Band factor = Band{1, 1, 1} + kClockMargin;
  return {pe.delay_ns * factor, NamedUnit{unit_name(unit), &pe}.entry("delay")};
}

void note_clock(Breakdown& out, const machine::Accelerator& acc, const Technology& technology) {
  const ClockLimit limit = clock_limit(acc, technology);
  const double period_ns = kNsPerS / acc.clock_hz;
  const std::string what =
      fmt::format("the PE's critical path with {:g} % ({:g} to {:g} %) margin, {:.4g} ns ({:.4g} to {:.4g})",
                  100 * kClockMargin.value, 100 * kClockMargin.low, 100 * kClockMargin.high, limit.period_ns.value,
                  limit.period_ns.low, limit.period_ns.high);
  constexpr double kRounding = 1e-9;
  if (period_ns < limit.period_ns.value * (1 - kRounding)) {
    warn(out, fmt::format("the clock period of {:.4g} ns ({:g} MHz) is shorter than {} allows: time, power and energy "
                          "are those of a clock that the gates cannot make; --clock auto takes that",
                          period_ns, acc.clock_hz / 1e6, what));
  } else if (period_ns < limit.period_ns.value * (1 + kRounding)) {
    note(out, fmt::format("the clock is {}", what));
  }
}

}  // namespace lmulsim::cost
