// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/sram_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "util/csv.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::cost {
namespace {

enum Column : std::size_t { kNode, kCapacity, kWidth, kCycle, kRead, kWrite, kLeakage, kArea };
constexpr std::array<std::string_view, 8> kColumns{"node_nm", "capacity_kib", "width_bits", "random_cycle_ns",
                                                   "read_pj", "write_pj",     "leakage_mw", "area_mm2"};
constexpr double kUm2PerMm2 = 1e6;

/// For each known column, its place in the rows.
std::array<std::size_t, kColumns.size()> read_header(const util::CsvRow& row, const std::string& source) {
  for (const std::string& cell : row.cells) {
    if (std::ranges::find(kColumns, cell) == kColumns.end()) {
      throw InputError(fmt::format("{}:{}: unknown column '{}'; the nearest known one is '{}'", source, row.line, cell,
                                   util::nearest_name(cell, kColumns)));
    }
  }
  std::array<std::size_t, kColumns.size()> places{};
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto it = std::ranges::find(row.cells, kColumns[i]);
    if (it == row.cells.end()) {
      throw InputError(fmt::format("{}:{}: missing column '{}'", source, row.line, kColumns[i]));
    }
    places[i] = static_cast<std::size_t>(it - row.cells.begin());
  }
  return places;
}

double positive(const util::CsvRow& row, std::size_t place, std::string_view column, const std::string& source) {
  const std::string cell = place < row.cells.size() ? row.cells[place] : "";
  double value = 0;
  const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || stop != cell.data() + cell.size() || !std::isfinite(value) || value <= 0) {
    throw InputError(fmt::format("{}:{}: {}: expected a number above 0, found '{}'", source, row.line, column, cell));
  }
  return value;
}

/// The nearest values of an axis at or below and at or above x; nothing when x lies outside.
std::optional<std::pair<double, double>> bracket(const std::vector<double>& axis, double x) {
  double below = 0;
  double above = std::numeric_limits<double>::infinity();
  for (const double v : axis) {
    below = v <= x ? std::max(below, v) : below;
    above = v >= x ? std::min(above, v) : above;
  }
  if (below <= 0 || !std::isfinite(above)) {
    return std::nullopt;
  }
  return std::pair{below, above};
}

/// How far x is on the logarithmic way from a to b.
double log_fraction(double a, double b, double x) {
  return a == b ? 0 : std::log(x / a) / std::log(b / a);
}

/// a^(1-t) * b^t; a itself for t = 0 and b itself for t = 1.
double log_mix(double a, double b, double t) {
  if (t == 0 || a == b) {
    return a;
  }
  return t == 1 ? b : a * std::pow(b / a, t);
}

SramPoint mix(const SramPoint& a, const SramPoint& b, double t) {
  return {.capacity_kib = log_mix(a.capacity_kib, b.capacity_kib, t),
          .width_bits = log_mix(a.width_bits, b.width_bits, t),
          .cycle_ns = log_mix(a.cycle_ns, b.cycle_ns, t),
          .read_pj = log_mix(a.read_pj, b.read_pj, t),
          .write_pj = log_mix(a.write_pj, b.write_pj, t),
          .leakage_mw = log_mix(a.leakage_mw, b.leakage_mw, t),
          .area_um2 = log_mix(a.area_um2, b.area_um2, t)};
}

}  // namespace

SramTable SramTable::parse(std::string_view csv, const std::string& source, double node_nm) {
  SramTable table;
  table.source_ = source;
  std::optional<std::array<std::size_t, kColumns.size()>> places;
  for (const util::CsvRow& row : util::read_csv(csv)) {
    if (row.cells.empty() || row.cells[0].starts_with('#')) {
      continue;
    }
    if (!places) {
      places = read_header(row, source);
      continue;
    }
    const auto cell = [&](Column c) { return positive(row, (*places)[c], kColumns[c], source); };
    const SramPoint point{.capacity_kib = cell(kCapacity),
                          .width_bits = cell(kWidth),
                          .cycle_ns = cell(kCycle),
                          .read_pj = cell(kRead),
                          .write_pj = cell(kWrite),
                          .leakage_mw = cell(kLeakage),
                          .area_um2 = cell(kArea) * kUm2PerMm2};
    if (cell(kNode) != node_nm) {
      continue;
    }
    if (table.find(point.capacity_kib, point.width_bits) != nullptr) {
      throw InputError(fmt::format("{}:{}: {} KiB of {} bits at {} nm is given twice", source, row.line,
                                   point.capacity_kib, point.width_bits, node_nm));
    }
    table.points_.push_back(point);
  }
  if (table.points_.empty()) {
    throw InputError(fmt::format("{}: expected SRAM figures at {} nm, found none", source, node_nm));
  }
  return table;
}

const SramPoint* SramTable::find(double capacity_kib, double width_bits) const {
  const auto it = std::ranges::find_if(
      points_, [&](const SramPoint& p) { return p.capacity_kib == capacity_kib && p.width_bits == width_bits; });
  return it == points_.end() ? nullptr : &*it;
}

void SramTable::outside(double capacity_kib, double width_bits, std::string_view what) const {
  const auto [low, high] = std::ranges::minmax(points_, {}, &SramPoint::capacity_kib);
  const auto [narrow, wide] = std::ranges::minmax(points_, {}, &SramPoint::width_bits);
  throw InputError(fmt::format(
      "{}: {} KiB with accesses of {} bits is not covered by the SRAM table {} ({} to {} KiB, {} to {} bits; "
      "the smallest memories only narrow)",
      what, capacity_kib, width_bits, source_, low.capacity_kib, high.capacity_kib, narrow.width_bits,
      wide.width_bits));
}

std::optional<SramPoint> SramTable::find_at(double capacity_kib, double width_bits) const {
  std::vector<double> capacities;
  std::vector<double> widths;
  for (const SramPoint& p : points_) {
    capacities.push_back(p.capacity_kib);
    widths.push_back(p.width_bits);
  }
  const auto c = bracket(capacities, capacity_kib);
  const auto w = bracket(widths, width_bits);
  if (!c || !w) {
    return std::nullopt;
  }
  const SramPoint* small_narrow = find(c->first, w->first);
  const SramPoint* large_narrow = find(c->second, w->first);
  const SramPoint* small_wide = find(c->first, w->second);
  const SramPoint* large_wide = find(c->second, w->second);
  if (small_narrow == nullptr || large_narrow == nullptr || small_wide == nullptr || large_wide == nullptr) {
    return std::nullopt;
  }
  const double t = log_fraction(c->first, c->second, capacity_kib);
  const double u = log_fraction(w->first, w->second, width_bits);
  return mix(mix(*small_narrow, *large_narrow, t), mix(*small_wide, *large_wide, t), u);
}

SramPoint SramTable::at(double capacity_kib, double width_bits, std::string_view what) const {
  const auto point = find_at(capacity_kib, width_bits);
  if (!point) {
    outside(capacity_kib, width_bits, what);
  }
  return *point;
}

}  // namespace lmulsim::cost
