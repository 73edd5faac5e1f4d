// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/library_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>

#include "flow/characterize/clock_targets.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "flow/characterize/kept_results.hpp"
#include "flow/characterize/synthesis.hpp"
#include "flow/characterize/unit_campaign.hpp"
#include "gates/conditions.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/command.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

/// Those that are asked for and, with the same steps, those of the technology to extend; by their numbers.
std::vector<std::string> recipes_of(const CampaignSettings& settings) {
  std::map<int, std::string> all;
  for (int i = 0; i < settings.measure.families; ++i) {
    const int number = settings.measure.first_recipe + i;
    all.emplace(number, text(drawn_recipe(number)));
  }
  if (settings.known != nullptr) {
    for (const std::string& known : settings.known->drawn_recipes) {
      const int number = std::max(0, std::atoi(known.c_str()));
      if (text(drawn_recipe(number)) == known) {
        all.emplace(number, known);
      }
    }
  }
  std::vector<std::string> out;
  out.reserve(all.size());
  for (const auto& [number, recipe] : all) {
    out.push_back(recipe);
  }
  return out;
}

cost::GateTable empty_table(const gates::Library& library, const CampaignSettings& settings) {
  cost::GateTable table;
  table.library = library.name;
  for (const std::string& file : library.files) {
    table.library_files.push_back(fs::path(file).filename().string());
  }
  table.library_sha256 = library.sha256;
  table.corner = library.corner;
  table.node_nm = settings.node_nm;
  table.voltage_v = library.voltage_v;
  table.temperature_c = library.temperature_c;
  table.nand2_um2 = gates::smallest_nand2(library).area_um2;
  table.rtl_sha256 = rtl::rtl_sha256(settings.rtl_dir);
  table.drawn_recipes = recipes_of(settings);
  table.operands_sha256 = settings.measure.captured_sha256;
  table.tools = {{"yosys", yosys_version()}};
  table.seed = settings.measure.seed;
  table.date = settings.date;
  table.left_out = {"wires",
                    "clock tree",
                    "placement",
                    "timing margins",
                    "flip-flop set and reset",
                    "the output chain's shifting in output-stationary PEs"};
  return table;
}

/// What every measurement depends on besides the unit.
std::string conditions(const cost::GateTable& table, const MeasureOptions& measure) {
  return fmt::format("{}\n{}\n{} {} {} {}\n", table.library_sha256, table.tools.at("yosys"), measure.seed,
                     measure.tiles, measure.beats, measure.captured_sha256);
}

void require_same(std::string_view what, const std::string& known, const std::string& found) {
  if (known != found) {
    throw InputError(fmt::format("the technology to extend was measured with another {}: expected {}, found {}", what,
                                 found, known));
  }
}

void require_same_conditions(const cost::GateTable& known, const cost::GateTable& table,
                             const MeasureOptions& measure) {
  require_same("library (library_sha256)", known.library_sha256, table.library_sha256);
  require_same("tool (tools.yosys)", known.tools.at("yosys"), table.tools.at("yosys"));
  require_same("seed", std::to_string(known.seed), std::to_string(table.seed));
  require_same("model of operands (operands_sha256)", known.operands_sha256, table.operands_sha256);
  const std::int64_t vectors = static_cast<std::int64_t>(measure.tiles) * measure.beats;
  for (const auto& [name, unit] : known.units) {
    require_same(fmt::format("number of vectors ({})", name), std::to_string(unit.vectors), std::to_string(vectors));
  }
}

class Campaign {
 public:
  Campaign(const gates::Library& library, std::span<const cost::Unit> units, const CampaignSettings& settings)
      : units_(units),
        settings_(settings),
        table_(empty_table(library, settings)),
        work_(settings.cache_dir),
        synthesis_(library, settings.rtl_dir, work_.path(), settings.cache_dir),
        kept_(settings.cache_dir, conditions(table_, settings.measure), settings.known) {
    if (settings.placer) {
      wires_ = placed_wires(*settings.placer);
    }
    if (settings.known != nullptr) {
      require_same_conditions(*settings.known, table_, settings.measure);
    }
  }

  cost::GateTable run() {
    {
      std::vector<std::jthread> threads;
      const auto count = std::min(static_cast<std::size_t>(std::max(1, settings_.jobs)), units_.size());
      for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([this] { work(); });
      }
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return std::move(table_);
  }

 private:
  [[nodiscard]] UnitCampaign campaign(const cost::Unit& unit) const {
    return {unit, synthesis_, settings_.measure, kept_, work_.path()};
  }

  [[nodiscard]] cost::GateUnit measured(const cost::Unit& unit) const {
    const cost::ClockTargets targets =
        clock_targets(unit, [&](const cost::Unit& design) { return campaign(design).fastest().ns; });
    if (!unit.wires) {
      return campaign(unit).measure(targets);
    }
    if (!wires_) {
      throw InputError("expected a placer for a unit with wires, found none");
    }
    cost::Unit placed = unit;
    placed.wires.reset();
    return campaign(placed).measure_placed(targets, *wires_, *unit.wires);
  }

  void work() {
    for (;;) {
      const std::size_t i = next_++;
      if (i >= units_.size() || stop_) {
        return;
      }
      const std::string name = cost::unit_name(units_[i]);
      try {
        cost::GateUnit result = measured(units_[i]);
        const std::scoped_lock lock(mutex_);
        table_.units[name] = std::move(result);
        if (settings_.progress) {
          settings_.progress(table_.units.size(), name);
        }
      } catch (const InputError& e) {
        fail(std::make_exception_ptr(InputError(fmt::format("{}: {}", name, e.what()))));
      } catch (const CheckError& e) {
        fail(std::make_exception_ptr(CheckError(fmt::format("{}: {}", name, e.what()))));
      } catch (...) {
        fail(std::current_exception());
      }
    }
  }

  void fail(std::exception_ptr failure) {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
    if (!failure_) {
      failure_ = std::move(failure);
    }
  }

  std::span<const cost::Unit> units_;
  const CampaignSettings& settings_;
  cost::GateTable table_;
  util::TemporaryFolder work_;
  Synthesis synthesis_;
  KeptResults kept_;
  std::optional<PlacedWires> wires_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

cost::GateTable characterize_library(const gates::Library& library, std::span<const cost::Unit> units,
                                     const CampaignSettings& settings) {
  return Campaign(library, units, settings).run();
}

}  // namespace lmulsim::flow::characterize
