// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Streams of requests, and what each version of the DRAM makes of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "dram/dram_command.hpp"
#include "dram/dram_counts.hpp"
#include "dram/dram_memory.hpp"

namespace lmulsim::dram {

/// The presets that come with the program.
inline constexpr std::array kPresets{"ddr4-3200", "lpddr5-6400", "hbm2-2000", "hbm3-6400"};

/// A preset, read once. Without refresh: tREFI 0.
[[nodiscard]] DramMemory preset(const std::string& name, bool refresh = true);

/// A small memory whose distances are all unlike, so that each can be told from the others.
[[nodiscard]] DramMemory small_memory();

/// A request, or a sync after which the refresh timer starts again at `origin`.
struct Event {
  Clock clock = 0;
  Address address = 0;
  int bytes = 0;
  bool write = false;
  bool sync = false;
  Clock origin = 0;
};

struct Stream {
  DramMemory memory;
  int burst_bytes = 0;
  std::vector<Event> events;
  Clock end = 0;  ///< nothing is going on from here on
};

/// What a version makes of a stream.
struct Answer {
  std::vector<Clock> done;            ///< of each event: the request is done, the sync is over
  std::vector<DramCommand> commands;  ///< sorted; of a stream that ends with a sync
  DramCounts counts;

  friend bool operator==(const Answer&, const Answer&) = default;
};

[[nodiscard]] Answer answer_of_model(const Stream& stream);
[[nodiscard]] Answer answer_of_controller(const Stream& stream);
[[nodiscard]] Answer answer_of_rules(const Stream& stream);

/// The first difference between two answers, for people; empty when there is none.
[[nodiscard]] std::string difference(const Answer& one, const Answer& other);

/// A random memory (a preset, or small distances that are legal), and requests that come as they do from units with a
/// bounded number of them outstanding: streams, rows in turn, a few hot rows, reads and writes, gaps, syncs.
[[nodiscard]] Stream random_stream(std::uint64_t seed);

/// Where the refresh timer starts again.
[[nodiscard]] std::vector<Clock> restarts(const Stream& stream);

}  // namespace lmulsim::dram
