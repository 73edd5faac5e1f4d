// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/sequencer.hpp"

#include "util/unreachable.hpp"

namespace lmulsim::bench {

namespace {

std::int64_t beats_on(Channel channel, const machine::ArrayShape& shape, const mapping::Tile& tile) {
  const bool output = shape.dataflow == machine::Dataflow::output_stationary;
  switch (channel) {
    case Channel::moving:
      return tile.beats;
    case Channel::stationary:
      return output ? tile.beats : shape.rows;
    case Channel::psum:
      return tile.accumulate ? tile.beats : 0;
    case Channel::result:
      return output ? mapping::tile_rows(shape) : tile.beats;
  }
  util::unreachable();
}

}  // namespace

Sequencer::Sequencer(Channel channel, const mapping::Program& program) : channel_(channel), program_(program) {
  enter();
}

void Sequencer::advance() {
  ++passed_;
  if (++beat_.index == beat_.count) {
    ++beat_.command;
    enter();
  }
}

// The first beat of this command, or of the next one that has any.
void Sequencer::enter() {
  beat_.index = 0;
  for (; !done(); ++beat_.command) {
    beat_.tile = program_.tile(beat_.command);
    beat_.gemm = beat_.command / program_.tiles_per_gemm();
    beat_.count = beats_on(channel_, program_.shape(), beat_.tile);
    if (beat_.count > 0) {
      return;
    }
  }
}

}  // namespace lmulsim::bench
