// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "mapping/program.hpp"

namespace lmulsim::bench {

/// The array's four channels: moving operand, operand from the top (stationary,
/// or the second one), partial sums in, results out.
enum class Channel : std::uint8_t { moving, stationary, psum, result };

/// A beat and its place in the program.
struct Beat {
  std::int64_t command = 0;  ///< the tile, counted over the whole program
  std::int64_t gemm = 0;     ///< the product it belongs to
  mapping::Tile tile;
  std::int64_t index = 0;  ///< within the command
  std::int64_t count = 0;  ///< beats that the command has on this channel

  [[nodiscard]] bool first() const { return index == 0; }
  [[nodiscard]] bool last() const { return index + 1 == count; }
};

/// The order in which a program's beats pass one channel.
class Sequencer {
 public:
  /// The program must outlive it.
  Sequencer(Channel channel, const mapping::Program& program);

  /// The next beat; meaningless when there is none.
  [[nodiscard]] const Beat& beat() const { return beat_; }
  [[nodiscard]] bool done() const { return beat_.command == program_.size(); }
  /// Beats that have passed.
  [[nodiscard]] std::int64_t passed() const { return passed_; }
  [[nodiscard]] Channel channel() const { return channel_; }

  /// The beat passes.
  void advance();

 private:
  void enter();

  Channel channel_;
  const mapping::Program& program_;
  Beat beat_;
  std::int64_t passed_ = 0;
};

}  // namespace lmulsim::bench
