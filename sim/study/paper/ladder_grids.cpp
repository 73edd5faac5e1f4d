// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder_grids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "util/unreachable.hpp"

namespace lmulsim::study::paper {
namespace {

using cost::Saved;
using report::Chart;
using report::Grid;

bool is_array(Rung rung) {
  return rung != Rung::multiplier && rung != Rung::pe;
}

/// A grid that is filled cell by cell, its rows in the order in which they are first asked for.
class Rows {
 public:
  Rows(std::string title, std::vector<std::string> head) : grid_{std::move(title), std::move(head), {}, {}} {}

  /// The cell of the row that begins with these words.
  std::string& cell(const std::vector<std::string>& words, std::size_t column) {
    const auto [it, is_new] = places_.try_emplace(words, grid_.rows.size());
    if (is_new) {
      grid_.rows.push_back(words);
      grid_.rows.back().resize(grid_.head.size(), "-");
    }
    return grid_.rows[it->second].at(column);
  }
  [[nodiscard]] Grid take() { return std::move(grid_); }

 private:
  Grid grid_;
  std::map<std::vector<std::string>, std::size_t> places_;
};

std::vector<std::string> words_of(const LadderEntry& entry) {
  const Question& q = entry.question;
  return {q.format, q.sums.empty() ? "-" : q.sums, q.against, clock_text(entry.clock_ns)};
}

Grid unit_grid(const Ladder& ladder, const std::string& technology) {
  Rows rows(fmt::format("What L-Mul saves of another design: multiplier and PE, {}", technology),
            {"rung", "format", "sums", "against", "clock", "energy", "area", "EDP", "fastest clock"});
  const auto fill = [&](const std::vector<LadderEntry>& entries) {
    for (const LadderEntry& e : entries) {
      if (e.question.technology == technology && !is_array(e.question.rung)) {
        constexpr std::size_t kFirst = 5;
        std::vector<std::string> words = words_of(e);
        words.insert(words.begin(), std::string(name(e.question.rung)));
        rows.cell(words, kFirst + static_cast<std::size_t>(e.question.saved)) = saving_text(e.saving);
      }
    }
  };
  fill(ladder.entries);
  fill(ladder.fastest);
  return rows.take();
}

/// The column of an array's saving; none for EDP, which JSON has.
std::optional<std::size_t> array_column(const Question& q) {
  constexpr std::size_t kFirst = 4;
  switch (q.saved) {
    case Saved::energy:
      return kFirst + static_cast<std::size_t>(q.rung) - static_cast<std::size_t>(Rung::array);
    case Saved::area:
      return kFirst + 3 + static_cast<std::size_t>(q.rung) - static_cast<std::size_t>(Rung::array);
    case Saved::edp:
    case Saved::period:
      break;
  }
  return std::nullopt;
}

std::string short_text(const cost::PairedSaving& saving) {
  const std::string text = saving_text(saving);
  return saving.saved ? text.substr(0, text.find(' ')) : text;
}

Grid array_grid(const Ladder& ladder, const std::string& technology) {
  Rows rows(fmt::format("What L-Mul saves of another design: arrays, {}", technology),
            {"format", "sums", "against", "clock", "energy", "energy with SRAM", "energy with SRAM and DRAM", "area",
             "area with SRAM"});
  for (const LadderEntry& e : ladder.entries) {
    const Question& q = e.question;
    const std::optional<std::size_t> column = array_column(q);
    if (q.technology != technology || !is_array(q.rung) || !column) {
      continue;
    }
    std::string& cell = rows.cell(words_of(e), *column);
    const Scenario scenario = q.scenario.value_or(Scenario::value);
    if (scenario == Scenario::value && q.scenario && e.saving.saved) {
      cell += " / " + saving_text(e.saving);
    } else if (scenario == Scenario::high && e.saving.saved) {
      cell += fmt::format(" / {} %", short_text(e.saving));
    } else {
      cell = q.scenario ? short_text(e.saving) : saving_text(e.saving);
    }
  }
  Grid grid = rows.take();
  grid.notes.emplace_back(
      "With memories three figures: they at the low end of their uncertainty, as believed, and at "
      "the high end.");
  return grid;
}

cost::Band percent(const cost::Interval& saved) {
  return {100 * saved.low, 100 * saved.value, 100 * saved.high};
}

/// Comparisons that one chart shows.
using ChartKey = std::tuple<std::string, std::string, std::string>;

Chart empty_chart(const ChartKey& key, const std::vector<std::string>& technologies) {
  const auto& [format, sums, against] = key;
  Chart chart{.id = fmt::format("energy-{}-{}-{}", format, sums, against),
              .kind = Chart::Kind::points_with_bars,
              .title = fmt::format("energy that L-Mul {} with sums in {} saves of {} at the relaxed clock", format,
                                   sums, against),
              .unit = "%",
              .labels = {"pe", "array", "array+sram", "array+dram"},
              .series = {}};
  for (const std::string& technology : technologies) {
    chart.series.push_back({technology, std::vector<std::optional<cost::Band>>(chart.labels.size())});
  }
  return chart;
}

std::string share_text(int part, int whole) {
  return whole == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * part / whole);
}

std::vector<std::string> agreement_row(std::string_view what, const Agreement& a) {
  return {std::string(what), std::to_string(a.compared), std::to_string(a.agree), share_text(a.agree, a.compared),
          std::to_string(a.missed_by_both)};
}

}  // namespace

std::vector<Grid> ladder_grids(const Ladder& ladder) {
  std::vector<Grid> out;
  for (const std::string& technology : technologies_of(ladder)) {
    out.push_back(unit_grid(ladder, technology));
    out.push_back(array_grid(ladder, technology));
  }
  return out;
}

std::vector<Chart> ladder_charts(const Ladder& ladder) {
  const std::vector<std::string> technologies = technologies_of(ladder);
  std::map<ChartKey, Chart> charts;
  for (const LadderEntry& e : ladder.entries) {
    const Question& q = e.question;
    if (q.rung == Rung::multiplier || q.saved != Saved::energy || q.target != ClockTarget::relaxed ||
        q.scenario.value_or(Scenario::value) != Scenario::value) {
      continue;
    }
    const ChartKey key{q.format, q.sums, q.against};
    Chart& chart = charts.try_emplace(key, empty_chart(key, technologies)).first->second;
    const auto series = std::ranges::find(chart.series, q.technology, &report::ChartSeries::name);
    const auto label = std::ranges::find(chart.labels, name(q.rung)) - chart.labels.begin();
    series->bands.at(static_cast<std::size_t>(label)) =
        e.saving.saved ? std::optional(percent(*e.saving.saved)) : std::nullopt;
  }
  std::vector<Chart> out;
  out.reserve(charts.size());
  for (auto& [key, chart] : charts) {
    out.push_back(std::move(chart));
  }
  return out;
}

Grid repetition_grid(const Repetition& r) {
  Grid grid{fmt::format("{} against a second campaign, {}", r.technology, r.file),
            {"rung", "compared", "agree", "share", "missed by both"},
            {},
            {}};
  for (std::size_t i = 0; i < r.by_rung.size(); ++i) {
    grid.rows.push_back(agreement_row(kRungNames.words()[i], r.by_rung[i]));
  }
  grid.rows.push_back(agreement_row("all", r.all()));
  grid.notes.emplace_back(
      "Two savings agree when they differ by no more than the root of the sum of their half-widths' squares. A clock "
      "missed by one of the campaigns counts as no agreement, one missed by both stands in a column of its own.");
  if (r.only_in_one > 0) {
    grid.notes.push_back(fmt::format("{} comparisons are in one of the two ladders only.", r.only_in_one));
  }
  grid.notes.insert(grid.notes.end(), r.notes.begin(), r.notes.end());
  return grid;
}

}  // namespace lmulsim::study::paper
