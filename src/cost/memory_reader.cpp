// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/memory_reader.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "cost/entry_reader.hpp"
#include "cost/json_band.hpp"
#include "util/file.hpp"

namespace lmulsim::cost {
namespace {

using util::JsonReader;

constexpr double kLargestRow = 1 << 20;
constexpr double kLargestIntervalNs = 1e9;
constexpr double kFastestPin = 1e6;  ///< megatransfers a second
constexpr std::int64_t kWidestChannel = 65536;
constexpr std::int64_t kMostChannels = 65536;

SramScale read_scale(JsonReader json) {
  SramScale scale;
  scale.node_nm = json.number("node_nm", 1, 1000);
  scale.voltage_v = json.number("voltage_v", 0.1, 10);
  scale.energy = read_band(json, "energy");
  scale.area = read_band(json, "area");
  scale.time = read_band(json, "time");
  scale.leakage = read_band(json, "leakage");
  scale.reasoning = read_filled_string(json, "reasoning");
  json.finish();
  return scale;
}

Sram read_sram(JsonReader json, const std::filesystem::path& folder) {
  Sram sram;
  sram.origin = read_origin(json);
  sram.low_factor = json.number("low_factor", 0, 1);
  sram.high_factor = json.number("high_factor", 1, 1000);
  sram.file = (folder / json.string("table")).lexically_normal().string();
  if (auto scale = json.optional_object("scale")) {
    sram.scale = read_scale(std::move(*scale));
  }
  json.finish();
  sram.table = SramTable::parse(util::read_file(sram.file, util::kLargestTable), sram.file, sram.origin.node_nm);
  return sram;
}

DramCommands read_commands(JsonReader json) {
  DramCommands commands;
  commands.devices = static_cast<int>(json.integer("devices", 1, 1024));
  commands.row_bytes = json.number("row_bytes", 1, kLargestRow);
  commands.refresh_interval_ns = json.number("refresh_interval_ns", 1, kLargestIntervalNs);
  for (std::size_t i = 0; i < kDramCommandNames.size(); ++i) {
    commands.entries[i] = read_entry(json.object(kDramCommandNames.words()[i]), unit(static_cast<DramCommand>(i)));
  }
  json.finish();
  return commands;
}

DramPeak read_peak(JsonReader json) {
  DramPeak peak;
  peak.megatransfers_per_s = json.number("megatransfers_per_s", 1, kFastestPin);
  peak.width_bits = static_cast<int>(json.integer("width_bits", 1, kWidestChannel));
  peak.channels = static_cast<int>(json.integer("channels", 1, kMostChannels));
  peak.source = read_filled_string(json, "source");
  json.finish();
  return peak;
}

Dram read_dram(JsonReader json) {
  Dram dram;
  if (auto peak = json.optional_object("peak")) {
    dram.peak = read_peak(std::move(*peak));
  }
  if (auto bit = json.optional_object("bit")) {
    dram.bit = read_entry(std::move(*bit), "pJ/bit");
  }
  if (auto commands = json.optional_object("commands")) {
    dram.commands = read_commands(std::move(*commands));
  }
  if (dram.bit.has_value() == dram.commands.has_value()) {
    json.fail("bit", fmt::format("expected 'bit' or 'commands', found {}", dram.bit ? "both" : "neither"));
  }
  json.finish();
  return dram;
}

/// The object at `key`, member by member.
template <typename Use>
void each_member(JsonReader& top, std::string_view key, Use use) {
  auto json = top.optional_object(key);
  if (!json) {
    return;
  }
  for (const auto& member : top.find(key)->as_object()) {
    use(std::string(member.key()), json->object(member.key()));
  }
}

}  // namespace

void read_memories(JsonReader& top, const std::filesystem::path& folder, Technology& technology) {
  each_member(top, "srams", [&](const std::string& flavour, JsonReader json) {
    technology.srams.insert_or_assign(flavour, read_sram(std::move(json), folder));
  });
  each_member(top, "drams", [&](const std::string& name, JsonReader json) {
    technology.drams.insert_or_assign(name, read_dram(std::move(json)));
  });
  const boost::json::value* sram = top.find("sram");
  if (sram != nullptr && sram->is_string()) {
    use_sram(technology, top.string("sram"));
  } else if (auto json = top.optional_object("sram")) {
    technology.sram = read_sram(std::move(*json), folder);
    technology.sram_name.clear();
  }
  if (const auto dram = top.optional_string("dram")) {
    use_dram(technology, *dram);
  }
}

}  // namespace lmulsim::cost
