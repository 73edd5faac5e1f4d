// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/stream.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <limits>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

bool is_zero(std::uint16_t word, const arith::FormatInfo& format) {
  return format.is_integer() ? word == 0 : (word & format.mag_mask()) == 0;
}

void add_pair(StreamCounts& counts, std::uint16_t a, std::uint16_t b) {
  counts.bits += std::popcount(static_cast<std::uint16_t>(a ^ b));
  ++counts.pairs;
}

void count_toggles(const StreamedMatrix& m, std::int64_t matrices, StreamCounts& counts) {
  const std::int64_t size = m.rows * m.cols;
  const std::int64_t stride = m.along_rows ? 1 : m.cols;
  for (std::int64_t matrix = 0; matrix < matrices; ++matrix) {
    const auto words = m.words.subspan(static_cast<std::size_t>(matrix * size), static_cast<std::size_t>(size));
    for (std::int64_t i = stride; i < size; ++i) {
      if (!m.along_rows || i % m.cols != 0) {
        add_pair(counts, words[static_cast<std::size_t>(i - stride)], words[static_cast<std::size_t>(i)]);
      }
    }
  }
}

}  // namespace

StreamCounts& StreamCounts::operator+=(const StreamCounts& o) {
  words += o.words;
  zeros += o.zeros;
  pairs += o.pairs;
  bits += o.bits;
  return *this;
}

StreamCounts stream_counts(const StreamedMatrix& m, arith::Format format) {
  const std::int64_t size = m.rows * m.cols;
  const auto count = static_cast<std::int64_t>(m.words.size());
  if (size <= 0 || count == 0 || count % size != 0) {
    throw CheckError(fmt::format("statistics of {} words as matrices of {} x {}", count, m.rows, m.cols));
  }
  StreamCounts counts{.words = count};
  count_toggles(m, count / size, counts);
  if (counts.pairs == 0) {
    for (std::size_t i = 1; i < m.words.size(); ++i) {
      add_pair(counts, m.words[i - 1], m.words[i]);
    }
  }
  const arith::FormatInfo& info = arith::info(format);
  for (const std::uint16_t word : m.words) {
    counts.zeros += is_zero(word, info) ? 1 : 0;
  }
  return counts;
}

StreamStatistics statistics_of(const StreamCounts& counts, arith::Format format) {
  const double bits = static_cast<double>(counts.pairs) * arith::info(format).width();
  return {.toggles_per_bit = bits > 0 ? static_cast<double>(counts.bits) / bits : 0,
          .zero_share = static_cast<double>(counts.zeros) / static_cast<double>(counts.words)};
}

StreamStatistics stream_statistics(const StreamedMatrix& m, arith::Format format) {
  return statistics_of(stream_counts(m, format), format);
}

StimulusChoice choose_stimulus(const GateUnit& unit, const std::optional<StreamStatistics>& stream) {
  if (!stream) {
    return {Stimulus::gaussian, "no operand values: switching of the measured stream 'gaussian' assumed"};
  }
  StimulusChoice choice;
  double nearest = std::numeric_limits<double>::infinity();
  for (const auto& [stimulus, energy] : unit.energy) {
    const double distance = std::hypot(stream->toggles_per_bit - energy.stream.toggles_per_bit,
                                       stream->zero_share - energy.stream.zero_share);
    if (distance < nearest) {
      nearest = distance;
      choice = {stimulus, fmt::format("switching of the measured stream '{}' ({:.3f} toggles per bit, {:.1f} % zeros), "
                                      "the nearest to that of the operands",
                                      name(stimulus), energy.stream.toggles_per_bit, 100 * energy.stream.zero_share)};
    }
  }
  return choice;
}

}  // namespace lmulsim::cost
