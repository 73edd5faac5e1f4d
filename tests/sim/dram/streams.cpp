// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "streams.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dram/clocked_controller.hpp"
#include "dram/dram_file.hpp"
#include "dram/dram_model.hpp"
#include "plain_rules.hpp"

namespace lmulsim::dram {
namespace {

/// Commands are compared up to the sync that ends a stream: the models that are called once a request do not refresh
/// before something asks them to.
void add_commands(Answer& answer, const CommandList& list, const Stream& stream) {
  if (stream.events.empty() || !stream.events.back().sync) {
    return;
  }
  for (const DramCommand& command : list.commands) {
    if (command.clock < stream.events.back().origin) {
      answer.commands.push_back(command);
    }
  }
  std::ranges::sort(answer.commands);
}

/// The answer of a version that is called once a request.
template <class Version>
Answer answer_of(const Stream& stream) {
  CommandList list;
  Version version(stream.memory, stream.burst_bytes, &list);
  Answer answer;
  for (const Event& event : stream.events) {
    if (event.sync) {
      answer.done.push_back(version.sync(event.clock));
      version.restart(event.origin);
    } else {
      answer.done.push_back(version.access(event.clock, event.address, event.bytes, event.write));
    }
  }
  answer.counts = version.finish(stream.end);
  add_commands(answer, list, stream);
  return answer;
}

/// Asks for a sync and lets the timer start at `origin`: the clock at whose beginning all channels have refreshed.
Clock sync_controller(ClockedController& controller, Clock origin) {
  Clock over = -1;
  controller.sync();
  while (controller.now() < origin) {
    controller.step();
    if (over < 0 && controller.has_synced()) {
      over = controller.now() - 1;
    }
  }
  controller.restart();
  return over < 0 && controller.has_synced() ? controller.now() : over;
}

}  // namespace

DramMemory preset(const std::string& name, bool refresh) {
  static std::map<std::string, DramMemory> read;
  if (!read.contains(name)) {
    read.emplace(name, load_dram(name));
  }
  DramMemory memory = read.at(name);
  if (!refresh) {
    memory.timing.refi = 0;
  }
  return memory;
}

DramMemory small_memory() {
  return {.name = "small",
          .clock_mhz = 1000,
          .organization = {.channels = 1, .groups = 4, .banks = 4, .rows = 256, .row_bytes = 512, .native_bytes = 32},
          .timing = {.bl = 2,
                     .blx = 4,
                     .cl = 11,
                     .cwl = 7,
                     .rcd_rd = 13,
                     .rcd_wr = 10,
                     .rp = 12,
                     .ras = 27,
                     .rc = 43,
                     .wr = 9,
                     .rtp = 6,
                     .ccd_s = 3,
                     .ccd_l = 5,
                     .rrd_s = 4,
                     .rrd_l = 8,
                     .faw = 22,
                     .wtr_s = 5,
                     .wtr_l = 10,
                     .rtw = 14,
                     .rfc = 60,
                     .refi = 700}};
}

Answer answer_of_model(const Stream& stream) {
  return answer_of<DramModel>(stream);
}

Answer answer_of_rules(const Stream& stream) {
  return answer_of<PlainRules>(stream);
}

Answer answer_of_controller(const Stream& stream) {
  CommandList list;
  ClockedController controller(stream.memory, stream.burst_bytes, &list);
  std::vector<Clock> syncs;
  const auto step_until = [&](Clock clock) {
    while (controller.now() < clock) {
      controller.step();
    }
  };
  for (const Event& event : stream.events) {
    step_until(event.clock);
    if (event.sync) {
      syncs.push_back(sync_controller(controller, event.origin));
    } else {
      controller.arrive(event.address, event.bytes, event.write);
    }
  }
  step_until(stream.end);
  Answer answer;
  answer.counts = controller.counts();
  std::size_t request = 0;
  std::size_t sync = 0;
  for (const Event& event : stream.events) {
    answer.done.push_back(event.sync ? syncs[sync++] : controller.done()[request++]);
  }
  add_commands(answer, list, stream);
  return answer;
}

std::string difference(const Answer& one, const Answer& other) {
  for (std::size_t i = 0; i < std::min(one.done.size(), other.done.size()); ++i) {
    if (one.done[i] != other.done[i]) {
      return fmt::format("event {}: done at clock {} and at clock {}", i, one.done[i], other.done[i]);
    }
  }
  for (std::size_t i = 0; i < std::min(one.commands.size(), other.commands.size()); ++i) {
    const DramCommand& a = one.commands[i];
    const DramCommand& b = other.commands[i];
    if (a != b) {
      return fmt::format("command {}: {} at clock {} to {}.{}.{}, and {} at clock {} to {}.{}.{}", i,
                         kCommandNames[a.kind], a.clock, a.channel, a.group, a.bank, kCommandNames[b.kind], b.clock,
                         b.channel, b.group, b.bank);
    }
  }
  for (const DramCount& count : kDramCounts) {
    if (one.counts.*count.member != other.counts.*count.member) {
      return fmt::format("{}: {} and {}", count.name, one.counts.*count.member, other.counts.*count.member);
    }
  }
  return one == other ? "" : fmt::format("{} and {} commands", one.commands.size(), other.commands.size());
}

std::vector<Clock> restarts(const Stream& stream) {
  std::vector<Clock> origins;
  for (const Event& event : stream.events) {
    if (event.sync) {
      origins.push_back(event.origin);
    }
  }
  return origins;
}

}  // namespace lmulsim::dram
