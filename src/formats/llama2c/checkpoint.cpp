// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/llama2c/checkpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats::llama2c {

namespace {

constexpr std::size_t kFields = 7;
constexpr std::size_t kHeaderBytes = kFields * sizeof(std::int32_t);
constexpr std::array<std::string_view, kFields> kFieldNames{"dim",        "hidden_dim", "n_layers", "n_heads",
                                                            "n_kv_heads", "vocab_size", "seq_len"};
/// Largest value of each field: any real model fits, and the sizes computed from them fit 63 bits.
constexpr std::array<std::int64_t, kFields> kFieldMax{1 << 16, 1 << 18, 1 << 10, 1 << 12, 1 << 12, 1 << 22, 1 << 22};
constexpr float kRotaryBase = 10000.0F;
constexpr std::uint32_t kNewMagic = 0x616B3432;  // "ak42": versions 1 and 2 of the format

/// Parameters of one layer.
std::int64_t layer_size(const transformer::Transformer& t) {
  const std::int64_t kv = t.kv_heads * t.head_dim;
  return 2 * t.hidden + 2 * t.hidden * t.hidden + 2 * t.hidden * kv + 3 * t.hidden * t.ffn;
}

/// The file also holds tables of the rotary embedding that are no longer used.
std::int64_t rotary_size(const transformer::Transformer& t) {
  return t.max_positions * (t.head_dim / 2) * 2;
}

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path)
      : file_(std::make_shared<const util::MappedFile>(path)), where_(path.string()) {
    shape_.name = path.stem().string();
    shape_.source = where_;
    read_header();
    check_size();
    rest_ = file_->bytes().subspan(kHeaderBytes);
  }

  transformer::Model model() {
    const std::int64_t h = shape_.hidden;
    const std::int64_t kv = shape_.kv_heads * shape_.head_dim;
    transformer::Model m;
    m.shape = shape_;
    m.numerics.rotary_frequencies = transformer::rotary_frequencies(kRotaryBase, shape_.head_dim);
    m.layers.resize(static_cast<std::size_t>(shape_.layers));
    m.embedding = take("token_embedding", {shape_.vocab, h});
    for_layers(m, "rms_att", {h},
               [](transformer::LayerWeights& l) -> tensors::Weight& { return l.attention_norm.scale; });
    for_layers(m, "wq", {h, h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.q.weight; });
    for_layers(m, "wk", {kv, h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.k.weight; });
    for_layers(m, "wv", {kv, h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.v.weight; });
    for_layers(m, "wo", {h, h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.o.weight; });
    for_layers(m, "rms_ffn", {h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.mlp_norm.scale; });
    for_layers(m, "w1", {shape_.ffn, h},
               [](transformer::LayerWeights& l) -> tensors::Weight& { return l.gate.weight; });
    for_layers(m, "w2", {h, shape_.ffn},
               [](transformer::LayerWeights& l) -> tensors::Weight& { return l.down.weight; });
    for_layers(m, "w3", {shape_.ffn, h}, [](transformer::LayerWeights& l) -> tensors::Weight& { return l.up.weight; });
    m.final_norm.scale = take("rms_final", {h});
    (void)take("freq_cis", {rotary_size(shape_)});
    m.head.weight = shape_.tied_head ? m.embedding : take("wcls", {shape_.vocab, h});
    return m;
  }

 private:
  void read_header();
  void check_size() const;
  [[noreturn]] void fail(std::string_view reason) const { throw InputError(fmt::format("{}: {}", where_, reason)); }

  /// The next values of the file; the size was checked.
  tensors::Weight take(std::string_view name, std::vector<std::int64_t> shape) {
    tensors::StoredTensor tensor{tensors::StoredType::f32, "F32", std::move(shape), {}};
    tensor.bytes =
        rest_.first(tensors::stored_bytes(tensors::StoredType::f32, static_cast<std::uint64_t>(tensor.elements())));
    rest_ = rest_.subspan(tensor.bytes.size());
    return {fmt::format("{}: {}", where_, name), std::move(tensor), file_};
  }

  void for_layers(transformer::Model& model, std::string_view name, const std::vector<std::int64_t>& shape,
                  tensors::Weight& (*member)(transformer::LayerWeights&)) {
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
      member(model.layers[i]) = take(fmt::format("layer {}: {}", i, name), shape);
    }
  }

  std::shared_ptr<const util::MappedFile> file_;
  std::string where_;
  transformer::Transformer shape_;
  std::span<const std::byte> rest_;
};

void Reader::read_header() {
  if (file_->size() < kHeaderBytes) {
    fail(fmt::format("expected a llama2.c checkpoint of at least {} bytes, found {}", kHeaderBytes, file_->size()));
  }
  std::array<std::int32_t, kFields> raw{};
  std::memcpy(raw.data(), file_->bytes().data(), kHeaderBytes);
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

void Reader::check_size() const {
  const std::int64_t tables = shape_.vocab * shape_.hidden * (shape_.tied_head ? 1 : 2);
  const std::int64_t values = tables + shape_.layers * layer_size(shape_) + shape_.hidden + rotary_size(shape_);
  const std::uint64_t bytes = kHeaderBytes + static_cast<std::uint64_t>(values) * sizeof(float);
  if (file_->size() != bytes) {
    fail(
        fmt::format("expected {} bytes from the header (dim {}, hidden_dim {}, n_layers {}, n_heads {}, n_kv_heads {}, "
                    "vocab_size {}, seq_len {}), found {}",
                    bytes, shape_.hidden, shape_.ffn, shape_.layers, shape_.heads, shape_.kv_heads,
                    shape_.tied_head ? shape_.vocab : -shape_.vocab, shape_.max_positions, file_->size()));
  }
}

}  // namespace

transformer::Model load_checkpoint(const std::filesystem::path& path) {
  return Reader(path).model();
}

}  // namespace lmulsim::formats::llama2c
