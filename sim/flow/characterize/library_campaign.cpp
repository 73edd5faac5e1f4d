// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/library_campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "cost/gate_table_json.hpp"
#include "cost/technology.hpp"
#include "flow/characterize/drawn_recipes.hpp"
#include "gates/conditions.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

/// Raised when the meaning of a measurement changes, so that older results are not taken for new ones.
constexpr int kMethodVersion = 2;

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
  for (const Recipe& recipe : balanced_recipes()) {
    table.recipes.push_back(recipe.name + ": " + recipe.script);
  }
  for (int i = 0; i < settings.drawn.families; ++i) {
    table.drawn_recipes.push_back(text(drawn_recipe(i)));
  }
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

class Campaign {
 public:
  Campaign(const gates::Library& library, std::span<const cost::Unit> units, const CampaignSettings& settings)
      : units_(units),
        settings_(settings),
        table_(empty_table(library, settings)),
        work_(settings.cache_dir),
        synthesis_(library, settings.rtl_dir, work_.path(), settings.cache_dir),
        drawn_(synthesis_, settings.drawn, kept(), settings.cache_dir) {}

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
  /// What every measurement depends on.
  std::string kept() const {
    return fmt::format("{}\n{}\n{}\n", table_.library_sha256, table_.rtl_sha256, table_.tools.at("yosys"));
  }

  fs::path cache_file(const std::string& name) const {
    std::string key = settings_.measure.cross_check ? "checked\n" : "";
    key += fmt::format("{}\n{}\n{}{} {} {}\n{}\n", kMethodVersion, name, kept(), settings_.measure.seed,
                       settings_.measure.tiles, settings_.measure.beats, settings_.stimulus_sha256);
    for (const std::string& recipe : table_.recipes) {
      key += recipe + "\n";
    }
    return settings_.cache_dir / ("unit-" + util::sha256(key).substr(0, 24) + ".json");
  }

  /// All of a unit: what its bands say, and its netlists.
  cost::GateUnit whole_unit(const cost::Unit& u, const std::string& name) const {
    cost::GateUnit result = unit(u, name);
    if (settings_.drawn.families > 0) {
      DrawnUnit drawn = drawn_.draw(u, work_.path());
      result.targets = drawn.targets;
      result.netlists = std::move(drawn.netlists);
    }
    return result;
  }

  cost::GateUnit unit(const cost::Unit& u, const std::string& name) const {
    const fs::path file = cache_file(name);
    if (fs::exists(file)) {
      return cost::load_technology(file.string()).gates->units.at(name);
    }
    cost::GateUnit result = characterize_unit(u, synthesis_, settings_.measure, work_.path());
    cost::GateTable one = table_head_;
    one.drawn_recipes.clear();
    one.units = {{name, result}};
    util::write_file_atomic(file, cost::write_technology({"cache", "one unit", ""}, one));
    return cost::load_technology(file.string()).gates->units.at(name);  // as any later run will see it
  }

  void work() {
    for (;;) {
      const std::size_t i = next_++;
      if (i >= units_.size() || stop_) {
        return;
      }
      const std::string name = cost::unit_name(units_[i]);
      try {
        cost::GateUnit result = whole_unit(units_[i], name);
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
  cost::GateTable table_head_ = table_;
  util::TemporaryFolder work_;
  Synthesis synthesis_;
  DrawnUnits drawn_;
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
