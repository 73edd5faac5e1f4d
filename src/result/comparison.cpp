// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "result/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lmulsim::result {
namespace {

cost::Band exactly(double value) {
  return {value, value, value};
}

bool is_exact(const cost::Band& band) {
  return band.low == band.high;
}

const PartCost* find(const std::optional<TotalCost>& cost, std::string_view name) {
  if (!cost) {
    return nullptr;
  }
  const auto it = std::ranges::find(cost->parts, name, &PartCost::name);
  return it == cost->parts.end() ? nullptr : &*it;
}

using CostMember = std::optional<TotalCost> Design::*;

PairedPart paired(const Design& first, const Design& other, CostMember member, std::string_view name) {
  const PartCost* a = find(first.*member, name);
  const PartCost* b = find(other.*member, name);
  const bool common = a != nullptr && b != nullptr && first.technology == other.technology && !a->entries.empty() &&
                      a->entries == b->entries;
  return {a != nullptr ? a->band : cost::Band{}, b != nullptr ? b->band : cost::Band{}, common};
}

Difference difference(const std::vector<PairedPart>& parts, const cost::Band& first, const cost::Band& other) {
  Difference out{.delta = other.value - first.value, .ratio = paired_ratio(parts)};
  if (is_exact(first) && is_exact(other)) {
    out.verdict = first == other ? Verdict::equal : Verdict::excludes_zero;
  } else if (!out.ratio) {
    out.verdict = other.low > first.high || other.high < first.low ? Verdict::excludes_zero : Verdict::contains_zero;
  } else {
    out.verdict = verdict_of(*out.ratio);
  }
  return out;
}

using Member = std::optional<double> (*)(const Design&);

Quantity exact_quantity(const std::vector<Design>& designs, std::string name, Unit unit, Member member) {
  Quantity out{.name = std::move(name), .unit = unit};
  const std::optional<double> first = member(designs.front());
  for (const Design& d : designs) {
    const std::optional<double> value = member(d);
    out.values.push_back(value ? std::optional(exactly(*value)) : std::nullopt);
    if (&d == &designs.front()) {
      continue;
    }
    if (!first || !value) {
      out.differences.push_back({.verdict = Verdict::not_in_both});
    } else {
      out.differences.push_back({*value - *first, *first > 0 ? std::optional(exactly(*value / *first)) : std::nullopt});
    }
  }
  return out;
}

void add_dram(Comparison& out) {
  if (std::ranges::none_of(out.designs, [](const Design& d) { return d.dram.has_value(); })) {
    return;
  }
  const auto add = [&](const char* name, Unit unit, Member member) {
    out.quantities.push_back(exact_quantity(out.designs, name, unit, member));
  };
  add("roofline time", Unit::seconds,
      [](const Design& d) { return d.dram ? std::optional(d.dram->time_s) : std::nullopt; });
  add("DRAM bytes", Unit::count,
      [](const Design& d) { return d.dram ? std::optional(static_cast<double>(d.dram->bytes)) : std::nullopt; });
  add("needs of DRAM", Unit::bytes_per_second,
      [](const Design& d) { return d.dram ? d.dram->needed_bytes_per_s : std::nullopt; });
}

/// Names of all parts, in the order of the first design that has them.
std::vector<std::string> part_names(const std::vector<Design>& designs, CostMember member) {
  std::vector<std::string> out;
  for (const Design& d : designs) {
    for (const PartCost& part : (d.*member) ? (d.*member)->parts : std::vector<PartCost>{}) {
      if (std::ranges::find(out, part.name) == out.end()) {
        out.push_back(part.name);
      }
    }
  }
  return out;
}

Quantity part_quantity(const std::vector<Design>& designs, CostMember member, const std::string& name, Unit unit) {
  Quantity out{.name = name, .is_part = true, .unit = unit};
  for (const Design& d : designs) {
    const PartCost* part = find(d.*member, name);
    out.values.push_back(part != nullptr ? std::optional(part->band) : std::nullopt);
    if (&d != &designs.front()) {
      const PairedPart pair = paired(designs.front(), d, member, name);
      out.differences.push_back(out.values.front() && out.values.back() ? difference({pair}, pair.a, pair.b)
                                                                        : Difference{.verdict = Verdict::not_in_both});
    }
  }
  return out;
}

Quantity total_quantity(const std::vector<Design>& designs, CostMember member, const std::string& name, Unit unit,
                        const std::vector<std::string>& parts) {
  Quantity out{.name = name, .unit = unit};
  const Design& first = designs.front();
  for (const Design& d : designs) {
    out.values.push_back((d.*member) ? std::optional((d.*member)->total) : std::nullopt);
    if (&d == &first) {
      continue;
    }
    if (!out.values.front() || !out.values.back()) {
      out.differences.push_back({.verdict = Verdict::not_in_both});
      continue;
    }
    std::vector<PairedPart> pairs;
    pairs.reserve(parts.size());
    for (const std::string& part : parts) {
      pairs.push_back(paired(first, d, member, part));
    }
    out.differences.push_back(difference(pairs, *out.values.front(), *out.values.back()));
  }
  return out;
}

void add_cost(Comparison& out, const std::string& name, Unit unit, CostMember member) {
  const std::vector<std::string> parts = part_names(out.designs, member);
  if (parts.empty()) {
    return;
  }
  out.quantities.push_back(total_quantity(out.designs, member, name, unit, parts));
  for (const std::string& part : parts) {
    out.quantities.push_back(part_quantity(out.designs, member, part, unit));
  }
}

void add_warnings(Comparison& out) {
  for (const std::string& difference : unlike_things(out.designs)) {
    out.warnings.push_back("unlike things are compared: " + difference);
  }
  for (const std::string& missing : unsaid_things(out.designs)) {
    out.warnings.push_back(missing);
  }
  const std::vector<std::string> names = distinct_names(out.designs);
  for (std::size_t i = 0; i < out.designs.size(); ++i) {
    const Design& d = out.designs[i];
    for (const std::string& warning : d.warnings) {
      out.warnings.push_back(names[i] + ": " + warning);
    }
    // Reports of earlier versions, and quality that was added after the run, have no warning of their own.
    if (d.failed_checks > 0 && d.warnings.empty()) {
      out.warnings.push_back(fmt::format("{}: {} checks of the report failed", names[i], d.failed_checks));
    }
    const std::string another = d.quality && !d.quality->of_workload ? of_another_model(*d.quality, d.workload) : "";
    if (!another.empty() && std::ranges::find(d.warnings, another) == d.warnings.end()) {
      out.warnings.push_back(names[i] + ": " + another);
    }
  }
}

void add_notes(Comparison& out) {
  if (std::ranges::any_of(out.designs, [](const Design& d) { return d.energy_pj || d.area_um2; })) {
    out.notes.emplace_back(
        "error bars: parts that rest on the same entries of one technology err together, all others independently");
  }
}

}  // namespace

Comparison compare(std::vector<Design> designs) {
  Comparison out{.designs = std::move(designs), .quantities = {}, .notes = {}};
  out.rows = design_rows(out.designs);
  const auto add = [&](const char* name, Unit unit, Member member) {
    out.quantities.push_back(exact_quantity(out.designs, name, unit, member));
  };
  add("cycles", Unit::count, [](const Design& d) { return std::optional(static_cast<double>(d.cycles)); });
  add("MACs", Unit::count, [](const Design& d) { return std::optional(static_cast<double>(d.macs)); });
  add("MACs issued", Unit::count, [](const Design& d) { return std::optional(static_cast<double>(d.macs_issued)); });
  add("utilization", Unit::share, [](const Design& d) { return std::optional(d.utilization); });
  add("time", Unit::seconds, [](const Design& d) { return std::optional(d.time_s); });
  add_dram(out);
  add_cost(out, "energy", Unit::picojoules, &Design::energy_pj);
  add_cost(out, "area", Unit::square_micrometres, &Design::area_um2);
  add_warnings(out);
  add_notes(out);
  relate_rows(out);
  return out;
}

void relate_rows(Comparison& comparison) {
  const auto ratio = [&](const char* name, std::size_t place) -> std::optional<cost::Band> {
    const auto quantity = std::ranges::find(comparison.quantities, name, &Quantity::name);
    return place == 0 || quantity == comparison.quantities.end() ? std::nullopt
                                                                 : quantity->differences.at(place - 1).ratio;
  };
  for (DesignRow& row : comparison.rows) {
    row.energy_of_first = ratio("energy", row.place);
    row.area_of_first = ratio("area", row.place);
  }
}

}  // namespace lmulsim::result
