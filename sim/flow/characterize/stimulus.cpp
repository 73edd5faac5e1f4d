// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/stimulus.hpp"

#include <algorithm>
#include <bit>

#include "arith/convert.hpp"
#include "arith/scaling.hpp"
#include "util/error.hpp"
#include "util/random.hpp"

namespace lmulsim::flow::characterize {
namespace {

using cost::Stimulus;

constexpr std::size_t kScaleSample = 65536;
constexpr double kZeroHeavyShare = 0.6;

/// A format with fp32's range needs no scale, and with one its sums would overflow.
bool is_scaled(arith::Format format) {
  return arith::info(format).exp_bits < 8;
}

float gaussian_scale(arith::Format format, std::mt19937_64& random) {
  if (!is_scaled(format)) {
    return 1;
  }
  std::vector<float> sample(kScaleSample);
  std::ranges::generate(sample, [&] { return static_cast<float>(util::normal(random)); });
  return arith::absmax_scale(sample, format);
}

std::vector<std::uint32_t> quantised(const std::vector<float>& values, arith::Format format) {
  const float scale = is_scaled(format) ? arith::absmax_scale(values, format) : 1;
  std::vector<std::uint32_t> codes(values.size());
  std::ranges::transform(values, codes.begin(), [&](float v) { return arith::quantise(v, scale, format); });
  return codes;
}

bool is_zero(arith::Format format, std::uint32_t code) {
  return arith::decode(format, code).cls == arith::NumberClass::zero;
}

}  // namespace

TileSource::TileSource(Stimulus stimulus, arith::Format moving, arith::Format top, const graph::Workload* captured,
                       std::uint64_t seed, int products)
    : stimulus_(stimulus), moving_(moving), top_(top), products_a_beat_(products), random_(seed) {
  if (stimulus != Stimulus::transformer) {
    moving_scale_ = gaussian_scale(moving, random_);
    top_scale_ = gaussian_scale(top, random_);
    return;
  }
  for (const graph::Operator& op : captured->operators) {
    if (op.a_tensor && op.b_tensor) {
      products_.push_back({op.gemm.m, op.gemm.n, op.gemm.k, op.count, op.b_shared,
                           quantised(captured->tensors.find(*op.a_tensor)->second.floats(), moving),
                           quantised(captured->tensors.find(*op.b_tensor)->second.floats(), top)});
    }
  }
  if (products_.empty()) {
    throw InputError("stimulus transformer: expected a workload with tensors, found none");
  }
}

Tile TileSource::draw(int beats) {
  return stimulus_ == Stimulus::transformer ? draw_tensor(beats) : draw_random(beats);
}

std::uint32_t TileSource::gaussian(arith::Format format, float scale) {
  return arith::quantise(static_cast<float>(util::normal(random_)), scale, format);
}

std::uint32_t TileSource::uniform(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  for (;;) {
    const auto code = static_cast<std::uint32_t>(random_()) & (~0U >> (32 - f.width()));
    const arith::NumberClass cls = arith::decode(format, code).cls;
    if (cls == arith::NumberClass::finite || cls == arith::NumberClass::zero) {
      return code;
    }
  }
}

Tile TileSource::draw_random(int beats) {
  Tile tile;
  tile.beats = beats;
  tile.products = products_a_beat_;
  tile.depth = static_cast<int>(random_() % kStimulusRows);
  const bool codes = stimulus_ == Stimulus::uniform;
  for (int i = 0; i < (tile.depth + 1) * tile.products; ++i) {
    tile.top.push_back(codes ? uniform(top_) : gaussian(top_, top_scale_));
  }
  const std::size_t words = static_cast<std::size_t>(beats) * tile.top.size();
  for (std::size_t i = 0; i < words; ++i) {
    const bool cleared = stimulus_ == Stimulus::zero_heavy && util::uniform(random_) < kZeroHeavyShare;
    const std::uint32_t code = codes ? uniform(moving_) : gaussian(moving_, moving_scale_);
    tile.moving.push_back(cleared ? 0 : code);
  }
  return tile;
}

Tile TileSource::draw_tensor(int beats) {
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n));
  };
  const Product& p = products_[static_cast<std::size_t>(below(static_cast<std::int64_t>(products_.size())))];
  Tile tile;
  tile.beats = beats;
  const std::int64_t width = products_a_beat_;
  const std::int64_t row = below((p.k + width - 1) / width);
  tile.products = products_a_beat_;
  tile.depth = static_cast<int>(row % kStimulusRows);
  const std::int64_t first_k = (row - tile.depth) * width;
  const std::int64_t end_k = (row + 1) * width;
  const std::int64_t instance = below(p.count);
  const std::int64_t n = below(p.n);
  const std::int64_t first_m = below(p.m);
  // Beyond K there are zeros.
  for (std::int64_t k = first_k; k < end_k; ++k) {
    tile.top.push_back(k < p.k ? p.b[static_cast<std::size_t>(((instance / p.b_shared) * p.k + k) * p.n + n)] : 0);
  }
  for (int beat = 0; beat < beats; ++beat) {
    const std::int64_t m = (first_m + beat) % p.m;
    for (std::int64_t k = first_k; k < end_k; ++k) {
      tile.moving.push_back(k < p.k ? p.a[static_cast<std::size_t>((instance * p.m + m) * p.k + k)] : 0);
    }
  }
  return tile;
}

void StreamCounter::add(const Tile& tile) {
  for (int beat = 0; beat < tile.beats; ++beat) {
    for (int product = 0; product < tile.products; ++product) {
      const std::uint32_t word = tile.moving_at(beat, tile.depth, product);
      ++words_;
      zeros_ += is_zero(format_, word) ? 1 : 0;
      if (beat > 0) {
        ++pairs_;
        toggles_ += std::popcount(word ^ tile.moving_at(beat - 1, tile.depth, product));
      }
    }
  }
}

cost::StreamStatistics StreamCounter::statistics() const {
  const double bits = static_cast<double>(pairs_) * arith::info(format_).width();
  return {.toggles_per_bit = pairs_ > 0 ? static_cast<double>(toggles_) / bits : 0,
          .zero_share = words_ > 0 ? static_cast<double>(zeros_) / static_cast<double>(words_) : 0};
}

}  // namespace lmulsim::flow::characterize
