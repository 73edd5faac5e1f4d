// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bench/accumulator_store.hpp"

namespace lmulsim::bench {

AccumulatorStore::AccumulatorStore(const mapping::Program& program, const OperandView& view)
    : view_(view), results_(Channel::result, program) {
  if (view.has_values()) {
    const graph::Gemm& g = program.gemm();
    words_.resize(static_cast<std::size_t>(program.count() * g.m * g.n));
  }
}

bool AccumulatorStore::has(const Beat& partial_sums) const {
  const std::int64_t producer = partial_sums.tile.depends_on;
  const Beat& arriving = results_.beat();
  return producer < arriving.command || (producer == arriving.command && partial_sums.index < arriving.index);
}

std::int64_t AccumulatorStore::result_index(const Beat& beat, std::size_t col) const {
  return view_.result_index(beat.tile, beat.gemm, beat.index, static_cast<int>(col));
}

void AccumulatorStore::read(const Beat& partial_sums, std::span<arith::AccWord> words) const {
  for (std::size_t col = 0; col < words.size(); ++col) {
    const std::int64_t index = words_.empty() ? -1 : result_index(partial_sums, col);
    words[col] = index < 0 ? arith::AccWord{} : words_[static_cast<std::size_t>(index)];
  }
}

void AccumulatorStore::write(std::span<const arith::AccWord> words) {
  for (std::size_t col = 0; !words_.empty() && col < words.size(); ++col) {
    const std::int64_t index = result_index(results_.beat(), col);
    if (index >= 0) {
      words_[static_cast<std::size_t>(index)] = words[col];
    }
  }
  results_.advance();
}

}  // namespace lmulsim::bench
