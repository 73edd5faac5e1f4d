// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "util/error.hpp"

namespace lmulsim::workload {

namespace {

constexpr std::size_t kFields = 7;
constexpr std::size_t kHeaderBytes = kFields * sizeof(std::int32_t);
constexpr std::array<std::string_view, kFields> kFieldNames{"dim",        "hidden_dim", "n_layers", "n_heads",
                                                            "n_kv_heads", "vocab_size", "seq_len"};
/// Largest value of each field: any real model fits, and the sizes computed from them fit 63 bits.
constexpr std::array<std::int64_t, kFields> kFieldMax{1 << 16, 1 << 18, 1 << 10, 1 << 12, 1 << 12, 1 << 22, 1 << 22};
constexpr std::uint32_t kNewMagic = 0x616B3432;  // "ak42": versions 1 and 2 of the format

/// Parameters of one layer.
std::int64_t layer_size(const Transformer& t) {
  const std::int64_t kv = t.kv_heads * t.head_dim;
  return 2 * t.hidden + 2 * t.hidden * t.hidden + 2 * t.hidden * kv + 3 * t.hidden * t.ffn;
}

/// The file also holds tables of the rotary embedding that are no longer used.
std::int64_t rotary_size(const Transformer& t) {
  return t.max_positions * (t.head_dim / 2) * 2;
}

}  // namespace

Checkpoint::Checkpoint(const std::filesystem::path& path) : file_(path), where_(path.string()) {
  shape_.name = path.stem().string();
  shape_.source = where_;
  read_header();
  check_size();
  bind();
  check_finite();
}

void Checkpoint::fail(std::string_view reason) const {
  throw InputError(fmt::format("{}: {}", where_, reason));
}

void Checkpoint::read_header() {
  if (file_.size() < kHeaderBytes) {
    fail(fmt::format("expected a llama2.c checkpoint of at least {} bytes, found {}", kHeaderBytes, file_.size()));
  }
  std::array<std::int32_t, kFields> raw{};
  std::memcpy(raw.data(), file_.bytes().data(), kHeaderBytes);
  if (static_cast<std::uint32_t>(raw[0]) == kNewMagic) {
    fail("expected a llama2.c checkpoint with the legacy header (version 0), found version 1 or later");
  }
  std::array<std::int64_t, kFields> f{};
  std::ranges::copy(raw, f.begin());
  shape_.tied_head = f[5] > 0;
  f[5] = std::abs(f[5]);
  for (std::size_t i = 0; i < kFields; ++i) {
    if (f[i] < 1 || f[i] > kFieldMax[i]) {
      fail(fmt::format("header: {}: expected {}1 to {}, found {}", kFieldNames[i], i == 5 ? "(without its sign) " : "",
                       kFieldMax[i], raw[i]));
    }
  }
  if (f[0] % f[3] != 0 || (f[0] / f[3]) % 2 != 0) {
    fail(fmt::format("header: n_heads: expected to divide dim = {} into heads of even size, found {}", f[0], f[3]));
  }
  if (f[3] % f[4] != 0) {
    fail(fmt::format("header: n_kv_heads: expected a divisor of n_heads = {}, found {}", f[3], f[4]));
  }
  shape_.hidden = f[0];
  shape_.ffn = f[1];
  shape_.layers = f[2];
  shape_.heads = f[3];
  shape_.kv_heads = f[4];
  shape_.vocab = f[5];
  shape_.max_positions = f[6];
  shape_.head_dim = f[0] / f[3];
}

void Checkpoint::check_size() const {
  const std::int64_t tables = shape_.vocab * shape_.hidden * (shape_.tied_head ? 1 : 2);
  const std::int64_t values = tables + shape_.layers * layer_size(shape_) + shape_.hidden + rotary_size(shape_);
  const std::uint64_t bytes = kHeaderBytes + static_cast<std::uint64_t>(values) * sizeof(float);
  if (file_.size() != bytes) {
    fail(
        fmt::format("expected {} bytes from the header (dim {}, hidden_dim {}, n_layers {}, n_heads {}, n_kv_heads {}, "
                    "vocab_size {}, seq_len {}), found {}",
                    bytes, shape_.hidden, shape_.ffn, shape_.layers, shape_.heads, shape_.kv_heads,
                    shape_.tied_head ? shape_.vocab : -shape_.vocab, shape_.max_positions, file_.size()));
  }
}

void Checkpoint::bind() {
  std::span<const float> rest(reinterpret_cast<const float*>(file_.bytes().data() + kHeaderBytes),
                              (file_.size() - kHeaderBytes) / sizeof(float));
  const auto take = [&rest](std::int64_t count) {
    const auto part = rest.first(static_cast<std::size_t>(count));
    rest = rest.subspan(part.size());
    return part;
  };
  const std::int64_t h = shape_.hidden;
  const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
  layers_.resize(static_cast<std::size_t>(shape_.layers));
  // Each family of weights is stored for all layers together.
  const auto take_all = [&](std::span<const float> Layer::*member, std::int64_t count) {
    for (Layer& layer : layers_) {
      layer.*member = take(count);
    }
  };
  embedding_ = take(shape_.vocab * h);
  take_all(&Layer::attention_norm, h);
  take_all(&Layer::q, h * h);
  take_all(&Layer::k, kv * h);
  take_all(&Layer::v, kv * h);
  take_all(&Layer::o, h * h);
  take_all(&Layer::mlp_norm, h);
  take_all(&Layer::gate, shape_.ffn * h);
  take_all(&Layer::down, h * shape_.ffn);
  take_all(&Layer::up, shape_.ffn * h);
  final_norm_ = take(h);
  take(rotary_size(shape_));
  classifier_ = shape_.tied_head ? embedding_ : take(shape_.vocab * h);
}

void Checkpoint::check_finite() const {
  const std::span<const float> all(reinterpret_cast<const float*>(file_.bytes().data() + kHeaderBytes),
                                   (file_.size() - kHeaderBytes) / sizeof(float));
  const auto bad = std::ranges::find_if_not(all, [](float x) { return std::isfinite(x); });
  if (bad != all.end()) {
    const auto index = static_cast<std::size_t>(bad - all.begin());
    fail(fmt::format("expected finite weights, found {} at byte {}", *bad, kHeaderBytes + index * sizeof(float)));
  }
}

}  // namespace lmulsim::workload
