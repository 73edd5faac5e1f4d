// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <string_view>

#include "config/yaml_map.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::quality {

namespace {

using Words = std::vector<std::string>;

/// The parts of a grid, slowest first.
struct Grid {
  Words places;
  Words formats;
  Words multipliers;
  Words accumulators;
  Words scalings;
  Words roundings;
  Words kept;
};

/// Words of a list, each tried by itself: `check` throws for one that is wrong everywhere.
Words words(config::YamlMap& map, std::string_view key, const std::string& fallback,
            const std::function<void(const std::string& word, const std::string& where)>& check) {
  Words out;
  for (const auto& field : map.texts(key)) {
    if (*field.value != fallback) {
      check(*field.value, field.where);
    }
    out.push_back(*field.value);
  }
  return out.empty() && !fallback.empty() ? Words{fallback} : out;
}

/// A multiplier is right when one kind of operands has it.
void check_multiplier(const std::string& word, const std::string& where) {
  for (const char* format : {":e4m3", ":log43", ":int8"}) {
    try {
      (void)parse_arithmetic(word + format, where);
      return;
    } catch (const InputError&) {
    }
  }
  (void)parse_arithmetic(word + ":bf16", where);
}

Grid read_grid(config::YamlMap map, const std::string& file, const std::string& name) {
  const auto arithmetic = [](const char* before, const char* after) {
    return [=](const std::string& word, const std::string& where) {
      (void)parse_arithmetic(before + word + after, where);
    };
  };
  const auto place = [](const std::string& word, const std::string& where) {
    (void)Plan::parse(word + "=fp32", where);
  };
  Grid grid;
  grid.places = words(map, "places", "all", place);
  grid.formats = words(map, "formats", "", arithmetic("exact:", ""));
  grid.multipliers = words(map, "multipliers", "", check_multiplier);
  const auto accumulator = [](const std::string& word, const std::string& where) {
    (void)parse_arithmetic((word == "int32" ? "exact:int8,acc=" : "exact:e4m3,acc=") + word, where);
  };
  grid.accumulators = words(map, "accumulators", "default", accumulator);
  grid.scalings = words(map, "scaling", "default", arithmetic("exact:e4m3,scale=", ""));
  grid.roundings = words(map, "rounding", "nearest", arithmetic("lmul:e4m3,round=", ""));
  grid.kept = words(map, "k", "nearest", arithmetic("exact:fp32,k=", ""));
  map.finish();
  if (grid.formats.empty() || grid.multipliers.empty()) {
    throw InputError(fmt::format("{}: grids.{}: expected lists of formats and of multipliers", file, name));
  }
  return grid;
}

class Builder {
 public:
  explicit Builder(Sweep& sweep) : sweep_(sweep) {}

  void add(Plan plan) {
    const std::string text = plan.text();
    const auto same = [&](const Plan& other) { return other.text() == text; };
    if (std::ranges::none_of(sweep_.plans, same)) {
      sweep_.plans.push_back(std::move(plan));
    }
  }

  void add(const std::string& place, const std::string& arithmetic) {
    try {
      (void)parse_arithmetic(arithmetic, "");
    } catch (const InputError& e) {
      if (std::ranges::find(sweep_.undefined, arithmetic, &Undefined::arithmetic) == sweep_.undefined.end()) {
        sweep_.undefined.push_back({arithmetic, std::string(e.what()).substr(2)});  // without an empty "where: "
      }
      return;
    }
    add(Plan::parse(place == "all" ? arithmetic : fmt::format("fp32+{}={}", place, arithmetic)));
  }

  void add(const Grid& grid) {
    std::vector<Words> combinations{{}};
    for (const Words* list : {&grid.places, &grid.formats, &grid.multipliers, &grid.accumulators, &grid.scalings,
                              &grid.roundings, &grid.kept}) {
      std::vector<Words> longer;
      for (const Words& combination : combinations) {
        for (const std::string& word : *list) {
          longer.push_back(combination);
          longer.back().push_back(word);
        }
      }
      combinations = std::move(longer);
    }
    for (const Words& w : combinations) {
      add(w[0], fmt::format("{}:{}{}{}{}{}", w[2], w[1], w[3] == "default" ? "" : ",acc=" + w[3],
                            w[4] == "default" ? "" : ",scale=" + w[4], w[5] == "nearest" ? "" : ",round=" + w[5],
                            w[6] == "nearest" ? "" : ",k=" + w[6]));
    }
  }

 private:
  Sweep& sweep_;
};

}  // namespace

Sweep read_sweep(const std::string& path) {
  auto file = config::YamlMap::document(util::read_file(path, util::kLargestConfig), path);
  Sweep sweep;
  sweep.name = file.text("name").value.value_or(std::filesystem::path(path).stem().string());
  Builder builder(sweep);
  for (const auto& plan : file.texts("plans")) {
    builder.add(Plan::parse(*plan.value, plan.where));
  }
  if (auto grids = file.map("grids")) {
    for (const std::string& name : grids->keys()) {
      builder.add(read_grid(*grids->map(name), path, name));
    }
  }
  file.finish();
  if (sweep.plans.empty()) {
    throw InputError(fmt::format("{}: expected plans or grids with at least one defined arithmetic", path));
  }
  return sweep;
}

}  // namespace lmulsim::quality
