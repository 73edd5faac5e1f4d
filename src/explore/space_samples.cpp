// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/space_samples.hpp"

#include <boost/random/sobol.hpp>

#include "util/random.hpp"

namespace lmulsim::explore {
namespace {

/// The value of a gene that 64 bits stand for, each with the same share of them to within one.
std::size_t digit_of(std::uint64_t bits, const Gene& gene) {
  constexpr unsigned kBits = 64;
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>((static_cast<Wide>(bits) * gene.values) >> kBits);
}

}  // namespace

std::vector<std::size_t> random_digits(const std::vector<Gene>& genes, std::uint64_t seed, std::uint64_t sample,
                                       std::uint64_t attempt) {
  util::SplitMix64 random(util::split_mix(util::split_mix(util::split_mix(seed) ^ sample) ^ attempt));
  std::vector<std::size_t> out;
  out.reserve(genes.size());
  for (const Gene& gene : genes) {
    out.push_back(digit_of(random(), gene));
  }
  return out;
}

std::vector<std::size_t> sobol_digits(const std::vector<Gene>& genes, std::uint64_t seed, std::uint64_t sample) {
  if (genes.empty()) {
    return {};
  }
  boost::random::sobol sequence(genes.size());
  sequence.discard(sample * genes.size());
  util::SplitMix64 shifts(seed);
  std::vector<std::size_t> out;
  out.reserve(genes.size());
  for (const Gene& gene : genes) {
    out.push_back(digit_of(sequence() ^ shifts(), gene));
  }
  return out;
}

}  // namespace lmulsim::explore
