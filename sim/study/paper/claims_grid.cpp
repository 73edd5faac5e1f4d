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

}  // namespace

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

}  // namespace lmulsim::study::paper
