// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/claims_grid.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace lmulsim::study::paper {
namespace {

constexpr std::size_t kShort = 40;  ///< characters of a reason that stands in its cell

/// Long reasons, numbered in the order they are first given.
class Footnotes {
 public:
  std::string cell(const std::string& reason) {
    if (reason.size() <= kShort) {
      return reason;
    }
    const auto it = std::ranges::find(reasons_, reason);
    const auto place = it - reasons_.begin();
    if (it == reasons_.end()) {
      reasons_.push_back(reason);
    }
    return fmt::format("not known [{}]", place + 1);
  }
  void append_to(std::vector<std::string>& notes) const {
    for (std::size_t i = 0; i < reasons_.size(); ++i) {
      notes.push_back(fmt::format("[{}] {}", i + 1, reasons_[i]));
    }
  }

 private:
  std::vector<std::string> reasons_;
};

std::string number(double value) {
  return fmt::format("{:.4g}", value);
}

std::string band_text(const cost::Band& band) {
  return band.low == band.high ? number(band.value)
                               : fmt::format("{} ({} to {})", number(band.value), number(band.low), number(band.high));
}

std::string optional_band(const std::optional<cost::Band>& band) {
  return band ? band_text(*band) : "-";
}

std::string percent_text(const cost::Band& percent) {
  const auto text = [](double v) { return fmt::format("{:.1f}", v == 0 ? 0.0 : v); };  // no -0.0
  return percent.low == percent.high
             ? text(percent.value) + " %"
             : fmt::format("{} % ({} to {})", text(percent.value), text(percent.low), text(percent.high));
}

std::string saving_cell(const Against& a, Footnotes& footnotes) {
  if (!a.left) {
    return footnotes.cell(a.missing);
  }
  std::string out = percent_text(saved_percent(*a.left));
  switch (a.verdict) {
    case result::Verdict::equal:
      return "none: equal";
    case result::Verdict::contains_zero:
      return out + ", interval contains zero";
    case result::Verdict::exact:
    case result::Verdict::excludes_zero:
    case result::Verdict::not_in_both:
      break;
  }
  return out;
}

std::vector<std::string> step_row(const Ladder& ladder, const Step& step, Footnotes& footnotes) {
  return {ladder.technology,
          std::string(name(step.rung)),
          optional_band(step.lmul),
          optional_band(step.exact.cost),
          saving_cell(step.exact, footnotes),
          optional_band(step.int8.cost),
          saving_cell(step.int8, footnotes)};
}

}  // namespace

std::string_view quantity_name(cost::Quantity quantity) {
  switch (quantity) {
    case cost::Quantity::energy:
      return "energy";
    case cost::Quantity::area:
      break;
  }
  return "area";
}

Grid claims_grid(const CheckedGroup& group, const std::vector<std::string>& measured_in) {
  Grid out{group.title, {"quantity", "unit", "paper", "recomputed"}, {}, group.notes};
  for (const std::string& technology : measured_in) {
    out.head.push_back("measured, " + technology);
  }
  if (measured_in.empty()) {
    out.head.emplace_back("measured");
  }
  out.head.emplace_back("what explains the difference");
  Footnotes footnotes;
  for (const CheckedClaim& c : group.claims) {
    std::vector<std::string> row{c.claim.quantity, c.claim.unit, c.claim.paper ? number(*c.claim.paper) : "-",
                                 optional_band(c.claim.recomputed)};
    for (const Measurement& m : c.measured) {
      row.push_back(m.band ? band_text(*m.band) : footnotes.cell(m.missing));
    }
    if (measured_in.empty()) {
      row.emplace_back("nothing: no technology measured in gates");
    }
    row.push_back(c.claim.explanation);
    out.rows.push_back(std::move(row));
  }
  footnotes.append_to(out.notes);
  return out;
}

std::vector<Grid> ladder_grids(const std::vector<Ladder>& ladders) {
  std::vector<Grid> out;
  std::vector<Footnotes> footnotes;
  for (const Ladder& l : ladders) {
    const bool energy = l.quantity == cost::Quantity::energy;
    const std::string format(arith::info(l.format).name);
    const std::string title = fmt::format("Ladder, {}, {}", format, energy ? "energy (pJ)" : "area (um^2)");
    if (out.empty() || out.back().title != title) {
      out.push_back({title,
                     {"technology", "rung", "L-Mul " + format, "exact " + format, "saved of exact " + format, "int8",
                      "saved of int8"},
                     {},
                     {}});
      footnotes.emplace_back();
    }
    for (const Step& step : l.steps) {
      out.back().rows.push_back(step_row(l, step, footnotes.back()));
    }
    if (!l.has_registers) {
      out.back().notes.push_back(l.technology +
                                 ": registers and clock are not covered; arrays are counted without them");
    }
    if (energy) {
      out.back().notes.push_back(fmt::format("{}: clock {:.4g} MHz", l.technology, l.clock_hz / 1e6));
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    footnotes[i].append_to(out[i].notes);
  }
  return out;
}

}  // namespace lmulsim::study::paper
