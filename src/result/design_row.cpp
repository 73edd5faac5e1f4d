// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/design_row.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lmulsim::result {
namespace {

/// What a design wants little of: perplexity, energy per token, area.
using Wants = std::array<double, 3>;

std::optional<Wants> wants(const DesignRow& row) {
  if (!row.energy_per_token_pj || !row.area_um2) {
    return std::nullopt;
  }
  const double perplexity = row.quality.perplexity;
  return Wants{std::isfinite(perplexity) ? perplexity : std::numeric_limits<double>::infinity(),
               row.energy_per_token_pj->value, row.area_um2->value};
}

bool dominates(const Wants& a, const Wants& b) {
  bool no_worse = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    no_worse = no_worse && a[i] <= b[i];
  }
  return no_worse && a != b;
}

void mark_front(std::vector<DesignRow>& rows) {
  for (DesignRow& row : rows) {
    const auto own = wants(row);
    if (!own) {
      continue;
    }
    const auto better = std::ranges::find_if(rows, [&](const DesignRow& other) {
      const auto its = wants(other);
      return its && dominates(*its, *own);
    });
    row.on_front = better == rows.end();
    row.dominated_by = row.on_front ? "" : better->name;
  }
}

}  // namespace

std::vector<DesignRow> design_rows(std::span<const Design> designs) {
  std::vector<DesignRow> out;
  for (std::size_t place = 0; place < designs.size(); ++place) {
    const Design& d = designs[place];
    if (!d.quality) {
      continue;
    }
    DesignRow row{.name = d.name,
                  .place = place,
                  .quality = *d.quality,
                  .cycles = d.cycles,
                  .time_s = d.time_s,
                  .area_um2 = d.area_um2 ? std::optional(d.area_um2->total) : std::nullopt,
                  .energy_pj = d.energy_pj ? std::optional(d.energy_pj->total) : std::nullopt,
                  .energy_per_token_pj = {}};
    if (row.energy_pj && d.tokens > 0) {
      row.energy_per_token_pj = *row.energy_pj * (1 / static_cast<double>(d.tokens));
    }
    out.push_back(std::move(row));
  }
  mark_front(out);
  return out;
}

}  // namespace lmulsim::result
