// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/point/point_request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include "arith/product_table.hpp"
#include "config/accelerator_file.hpp"
#include "config/load.hpp"
#include "config/portable_path.hpp"
#include "cost/technology.hpp"
#include "explore/run_keys.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study::point {
namespace {

using explore::Assignment;
using explore::PointKey;
using explore::text_of;

std::int64_t integer_of(const Assignment& a) {
  return static_cast<std::int64_t>(std::get<double>(a.value));
}

graph::Phase phase_of(const Assignment& a) {
  const std::string word = text_of(a.value);
  const auto phase = graph::kPhaseNames.find(word);
  if (!phase) {
    throw InputError(fmt::format("{}: expected prefill or decode, found {}{}", a.where, util::shown(word),
                                 util::did_you_mean(word, graph::kPhaseNames.words())));
  }
  return *phase;
}

void apply(PointKey key, const Assignment& a, PointRequest& out) {
  const std::string text = text_of(a.value);
  switch (key) {
    case PointKey::accelerator:
      out.accelerator = text;
      return;
    case PointKey::workload:
      out.workload.source = text;
      return;
    case PointKey::phase:
      out.workload.run.phase = phase_of(a);
      return;
    case PointKey::batch:
      out.workload.run.batch = integer_of(a);
      return;
    case PointKey::seq:
      out.workload.run.seq = integer_of(a);
      return;
    case PointKey::context:
      out.workload.run.context = integer_of(a);
      return;
    case PointKey::layers:
      out.workload.run.layers = integer_of(a);
      return;
    case PointKey::technology:
      out.choice.technology = text;
      return;
    case PointKey::sram:
      out.choice.sram = text;
      return;
    case PointKey::dram:
      out.choice.dram = text;
      return;
    case PointKey::engine:
      out.choice.engine = text;
      return;
    case PointKey::operands:
      out.choice.operands = text;
      return;
    case PointKey::memory:
      out.choice.memory = text;
      return;
    case PointKey::seed:
      out.choice.seed = static_cast<std::uint64_t>(integer_of(a));
      return;
    case PointKey::stall_percent:
      out.choice.stall_percent = static_cast<int>(integer_of(a));
      return;
  }
}

/// Every value that the sweep gives to a key.
void for_each_value(const explore::Sweep& sweep, const std::function<void(const Assignment&)>& use) {
  std::ranges::for_each(sweep.base, use);
  for (const explore::Parameter& parameter : sweep.parameters) {
    for (const explore::Choice& choice : parameter.choices) {
      std::ranges::for_each(choice.sets, use);
    }
  }
  for (const auto& point : sweep.points) {
    std::ranges::for_each(point, use);
  }
}

void check_word(const Assignment& a, std::span<const std::string_view> words) {
  const std::string word = text_of(a.value);
  if (std::ranges::find(words, word) == words.end()) {
    throw InputError(fmt::format("{}: expected one of {}, found {}{}", a.where, fmt::join(words, ", "),
                                 util::shown(word), util::did_you_mean(word, words)));
  }
}

/// Says where the file of a name should be.
void check_name(const Assignment& a, const char* kind, const char* extension) {
  try {
    (void)config::find_config(kind, extension, text_of(a.value));
  } catch (const InputError& e) {
    throw InputError(fmt::format("{}: {}", a.where, e.what()));
  }
}

void check(const Assignment& a) {
  const explore::PointKeyRow* row = explore::find_point_key(a.key);
  if (row == nullptr) {
    return;
  }
  constexpr std::array<std::string_view, 1> kMemories{"ideal"};
  switch (row->key) {
    case PointKey::accelerator:
      return check_name(a, "accelerators", ".yaml");
    case PointKey::technology:
      return check_name(a, "technologies", ".json");
    case PointKey::workload:
      try {
        (void)workload_file(text_of(a.value));
      } catch (const InputError& e) {
        throw InputError(fmt::format("{}: {}", a.where, e.what()));
      }
      return;
    case PointKey::phase:
      return check_word(a, graph::kPhaseNames.words());
    case PointKey::engine:
      return check_word(a, kEngineNames.words());
    case PointKey::operands:
      return check_word(a, kOperandNames.words());
    case PointKey::memory:
      return check_word(a, kMemories);
    case PointKey::sram:
    case PointKey::dram:  // those that a technology has: a point of another technology cannot be built
    case PointKey::batch:
    case PointKey::seq:
    case PointKey::context:
    case PointKey::layers:
    case PointKey::seed:
    case PointKey::stall_percent:
      return;
  }
}

using Digests = std::map<std::pair<std::string, std::string>, std::string>;

/// The file of a multiplier table:FILE.
void add_table(std::string_view multiplier, Digests& out) {
  constexpr std::string_view kTable = "table:";
  if (multiplier.starts_with(kTable)) {
    const arith::ProductTable& table = arith::product_table(multiplier.substr(kTable.size()), "pe.multiplier");
    out.try_emplace({"table", config::portable_path(table.file())}, table.sha256());
  }
}

void add_files(const Assignment& a, Digests& out) {
  const explore::PointKeyRow* row = explore::find_point_key(a.key);
  const std::string text = text_of(a.value);
  const auto add = [&](const char* role, const std::string& file) {
    out.try_emplace({role, config::portable_path(file)}, util::sha256_content(file));
  };
  if (row == nullptr) {
    return add_table(a.key == "pe.multiplier" ? text : "", out);
  }
  if (row->key == PointKey::accelerator) {
    const std::string file = config::find_config("accelerators", ".yaml", text);
    add("accelerator", file);
    add_table(config::read_accelerator_file(file).multiplier.value.value_or(""), out);
  } else if (row->key == PointKey::workload) {
    add("workload", workload_file(text));
  } else if (row->key == PointKey::technology) {
    const cost::Technology technology = cost::load_technology(text);
    for (const std::string& file : technology.files) {
      add("technology", file);
    }
    for (const auto& [name, sram] : technology.srams) {
      add("sram", sram.file);
    }
    if (technology.sram) {
      add("sram", technology.sram->file);
    }
  }
}

}  // namespace

PointRequest point_request(const std::vector<Assignment>& settings) {
  PointRequest out;
  for (const Assignment& a : settings) {
    if (const explore::PointKeyRow* row = explore::find_point_key(a.key)) {
      apply(row->key, a, out);
      if (row->key != PointKey::accelerator) {
        out.shared += fmt::format("{} {}\n", a.key, text_of(a.value));
      }
    } else {
      out.settings.push_back({.key = a.key, .value = text_of(a.value)});
    }
  }
  return out;
}

void check_words(const explore::Sweep& sweep) {
  for_each_value(sweep, check);
}

std::string quality_file(const explore::Sweep& sweep) {
  return sweep.quality.empty() ? "" : config::find_config("quality", ".json", sweep.quality);
}

std::vector<SweepInput> sweep_inputs(const explore::Sweep& sweep) {
  Digests files;
  std::set<std::string> seen;
  for_each_value(sweep, [&](const Assignment& a) {
    if (seen.insert(a.key + " " + text_of(a.value)).second) {
      add_files(a, files);
    }
  });
  bool names_technology = false;
  for_each_value(sweep, [&](const Assignment& a) { names_technology |= a.key == "run.technology"; });
  if (!names_technology) {
    add_files({"run.technology", RunChoice{}.technology}, files);
  }
  if (!sweep.quality.empty()) {
    const std::string file = quality_file(sweep);
    files.try_emplace({"quality", config::portable_path(file)}, util::sha256_content(file));
  }
  std::vector<SweepInput> out;
  for (const auto& [key, sha256] : files) {
    out.push_back({key.first, key.second, sha256});
  }
  return out;
}

}  // namespace lmulsim::study::point
