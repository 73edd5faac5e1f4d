// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <systemc>
#include <utility>
#include <vector>

#include "systemc/signal_types.hpp"

namespace lmulsim::systemc {

/// The words on a bus pin, word 0 in the low bits. The number of words is given once, before elaboration ends: a trace
/// holds the words' addresses.
template <class Word>
class Bus {
 public:
  Bus() = default;
  explicit Bus(int words) : words_(static_cast<std::size_t>(words)) {}
  explicit Bus(std::vector<Word> words) : words_(std::move(words)) {}

  [[nodiscard]] const std::vector<Word>& words() const { return words_; }
  [[nodiscard]] std::vector<Word>& words() { return words_; }

  friend bool operator==(const Bus&, const Bus&) = default;

 private:
  std::vector<Word> words_;
};

using WordBus = Bus<std::uint32_t>;
using AccBus = Bus<arith::AccWord>;

template <class Word>
std::ostream& operator<<(std::ostream& os, const Bus<Word>& bus) {
  for (const Word& word : bus.words()) {
    os << word << ' ';
  }
  return os;
}

template <class Word>
void sc_trace(sc_core::sc_trace_file* file, const Bus<Word>& bus, const std::string& name) {
  for (std::size_t i = 0; i < bus.words().size(); ++i) {
    sc_trace(file, bus.words()[i], name + "_" + std::to_string(i));
  }
}

}  // namespace lmulsim::systemc
