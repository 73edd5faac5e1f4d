// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "report/scaled_logic.hpp"

#include <fmt/format.h>

#include "report/scaled.hpp"
#include "report/text_table.hpp"

namespace lmulsim::report {

std::string scaled_logic_text(const cost::ScaledLogic& scaled) {
  const cost::ScalingFactors& f = scaled.factors;
  TextTable table("llll");
  table.row({"", "of the logic", "the fit says", "factor"});
  const auto line = [&](const char* name, const cost::Band& band, const cost::ScaledFactor& factor,
                        Scaled (*scale)(double)) {
    table.row({name, fmt::format("{} to {}", scale(band.low).text(), scale(band.high).text()), scale(band.value).text(),
               fmt::format("{:.4g} to {:.4g}, the fit {:.4g}", factor.low, factor.high, factor.model)});
  };
  line("energy", scaled.energy_pj, f.energy, scaled_energy);
  line("area", scaled.area_um2, f.area, scaled_area);
  table.row(
      {"delay", "", "", fmt::format("{:.4g} to {:.4g}, the fit {:.4g}", f.delay.low, f.delay.high, f.delay.model)});
  std::string out = table.text();
  for (const std::string& warning : f.warnings) {
    out += "  warning: " + warning + "\n";
  }
  return out;
}

}  // namespace lmulsim::report
