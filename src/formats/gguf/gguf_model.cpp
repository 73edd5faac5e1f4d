// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf/gguf_model.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <set>
#include <utility>

#include "formats/gguf/gguf_keys.hpp"
#include "formats/gguf/gguf_rotation.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats::gguf {

namespace {

constexpr std::int64_t kMaxSize = std::int64_t{1} << 24U;
constexpr std::int64_t kMaxLayers = 1 << 12;
constexpr std::int64_t kMaxPositions = std::int64_t{1} << 30U;
constexpr double kLargest = 1e12;
constexpr std::string_view kFactors = "rope_freqs.weight";
constexpr std::string_view kEmbedding = "token_embd.weight";

tensors::StoredType stored_type(const GgmlType& type) {
  constexpr std::array<std::pair<std::string_view, tensors::StoredType>, 4> kRead{
      {{"F32", tensors::StoredType::f32},
       {"F16", tensors::StoredType::f16},
       {"BF16", tensors::StoredType::bf16},
       {"Q8_0", tensors::StoredType::q8_0}}};
  for (const auto& [name, stored] : kRead) {
    if (type.name == name) {
      return stored;
    }
  }
  return tensors::StoredType::other;
}

struct OpenFile {
  std::shared_ptr<const util::MappedFile> mapped;
  Gguf gguf;
};

OpenFile open(const std::filesystem::path& path) {
  OpenFile file{std::make_shared<const util::MappedFile>(path), {}};
  file.gguf = parse_gguf(file.mapped->bytes(), path.string());
  return file;
}

tensors::TensorFile tensors_of(const OpenFile& file) {
  tensors::TensorFile::Directory directory;
  for (const auto& [name, tensor] : file.gguf.tensors) {
    directory.emplace(name, tensors::StoredTensor{stored_type(*tensor.type), std::string(tensor.type->name),
                                                  tensor.shape, tensor.bytes});
  }
  return {file.gguf.where, {file.mapped}, std::move(directory)};
}

/// Keys below the architecture's name.
class Reader {
 public:
  Reader(const Gguf& gguf, const tensors::TensorFile& file)
      : gguf_(gguf), file_(file), architecture_(gguf.string("general.architecture")) {}

  transformer::Model run() {
    if (architecture_ != "llama" && architecture_ != "qwen2" && architecture_ != "gpt2") {
      gguf_.fail("general.architecture", fmt::format("expected llama, qwen2 or gpt2, found '{}'", architecture_));
    }
    read_shape();
    check_gguf_keys(gguf_, architecture_);
    if (architecture_ == "gpt2") {
      bind_gpt2();
    } else {
      read_rotation();
      bind_llama();
    }
    refuse_other_tensors();
    return std::move(model_);
  }

 private:
  [[nodiscard]] std::string key(std::string_view name) const { return fmt::format("{}.{}", architecture_, name); }
  [[nodiscard]] std::int64_t size(std::string_view name, std::int64_t most) const {
    return gguf_.integer(key(name), 1, most);
  }

  void read_shape() {
    transformer::Transformer& t = model_.shape;
    t.source = gguf_.where;
    t.name =
        std::string(gguf_.optional_string("general.name").value_or(std::filesystem::path(gguf_.where).stem().string()));
    t.hidden = size("embedding_length", kMaxSize);
    t.layers = size("block_count", kMaxLayers);
    t.ffn = size("feed_forward_length", kMaxSize);
    t.max_positions = size("context_length", kMaxPositions);
    read_heads();
    read_vocabulary();
    t.tied_head = !file_.has("output.weight");
    if (gguf_.optional_integer(key("expert_count"), 0, kMaxSize).value_or(0) > 0) {
      gguf_.fail(key("expert_count"), "expected none: experts are not run");
    }
    const bool gpt2 = architecture_ == "gpt2";
    t.norm = gpt2 ? transformer::Norm::layer_norm : transformer::Norm::rms_norm;
    t.mlp = gpt2 ? transformer::Mlp::gelu : transformer::Mlp::gated_silu;
    t.positions = gpt2 ? transformer::Positions::learned : transformer::Positions::rotary;
    t.linear = {.qkv_bias = gpt2 || architecture_ == "qwen2" || file_.has("blk.0.attn_q.bias"),
                .out_bias = gpt2 || file_.has("blk.0.attn_output.bias"),
                .mlp_bias = gpt2 || file_.has("blk.0.ffn_up.bias"),
                .fused_qkv = gpt2};
    model_.numerics.gelu = transformer::Gelu::tanh;
    model_.numerics.norm_epsilon = static_cast<float>(
        gguf_.number(key(gpt2 ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon"), 0, 1));
  }

  void read_heads() {
    transformer::Transformer& t = model_.shape;
    t.heads = size("attention.head_count", t.hidden);
    t.kv_heads = gguf_.optional_integer(key("attention.head_count_kv"), 1, t.heads).value_or(t.heads);
    if (t.heads % t.kv_heads != 0) {
      gguf_.fail(key("attention.head_count_kv"),
                 fmt::format("expected a divisor of head_count = {}, found {}", t.heads, t.kv_heads));
    }
    const auto given = gguf_.optional_integer(key("attention.key_length"), 1, t.hidden);
    if (!given && t.hidden % t.heads != 0) {
      gguf_.fail(key("attention.head_count"),
                 fmt::format("expected a divisor of embedding_length = {}, found {}", t.hidden, t.heads));
    }
    t.head_dim = given.value_or(t.hidden / t.heads);
    const auto values = gguf_.optional_integer(key("attention.value_length"), 1, t.hidden);
    if (values && *values != t.head_dim) {
      gguf_.fail(key("attention.value_length"), fmt::format("expected {} as for keys, found {}", t.head_dim, *values));
    }
    read_attention();
  }

  /// Scores are divided by the root of head_dim and reach all tokens before; a key may say so.
  void read_attention() const {
    const transformer::Transformer& t = model_.shape;
    const double usual = 1 / std::sqrt(static_cast<double>(t.head_dim));
    const double scale = gguf_.optional_number(key("attention.scale"), 0, kLargest).value_or(0);
    if (scale != 0 && std::abs(scale - usual) > 1e-6 * usual) {
      gguf_.fail(key("attention.scale"),
                 fmt::format("expected {:g}, one by the root of head_dim = {}, found {:g}", usual, t.head_dim, scale));
    }
    const std::int64_t window = gguf_.optional_integer(key("attention.sliding_window"), 0, kMaxPositions).value_or(0);
    if (window != 0 && window < t.max_positions) {
      gguf_.fail(key("attention.sliding_window"),
                 fmt::format("expected none, or context_length = {} at least, as windows of such files are not read, "
                             "found {}",
                             t.max_positions, window));
    }
  }

  /// The number of tokens is the embedding's; a key that says it is optional.
  void read_vocabulary() {
    const auto found = file_.directory().find(kEmbedding);
    if (found == file_.directory().end() || found->second.shape.size() != 2) {
      gguf_.fail(fmt::format("tensor '{}'", kEmbedding), "expected a matrix, found none");
    }
    model_.shape.vocab = found->second.shape.front();
    const auto said = gguf_.optional_integer(key("vocab_size"), 1, kMaxSize);
    if (said && *said != model_.shape.vocab) {
      gguf_.fail(key("vocab_size"),
                 fmt::format("expected {} as the rows of {}, found {}", model_.shape.vocab, kEmbedding, *said));
    }
  }

  void read_rotation() {
    transformer::Transformer& t = model_.shape;
    const std::int64_t rotated =
        gguf_.optional_integer(key("rope.dimension_count"), 2, t.head_dim).value_or(t.head_dim);
    if (rotated % 2 != 0) {
      gguf_.fail(key("rope.dimension_count"), fmt::format("expected pairs of elements, found {}", rotated));
    }
    t.rotary_part = static_cast<double>(rotated) / static_cast<double>(t.head_dim);
    std::vector<float>& frequencies = model_.numerics.rotary_frequencies;
    frequencies = read_gguf_rotation(gguf_, architecture_, rotated);
    if (file_.has(kFactors)) {
      const tensors::Weight factors = get(kFactors, {static_cast<std::int64_t>(frequencies.size())});
      for (std::size_t i = 0; i < frequencies.size(); ++i) {
        if (!(factors.values()[i] > 0)) {
          gguf_.fail(fmt::format("tensor '{}'", kFactors),
                     fmt::format("expected numbers above 0, found {}", factors.values()[i]));
        }
        frequencies[i] /= factors.values()[i];
      }
    }
    model_.numerics.rotary_pairs =
        architecture_ == "llama" ? transformer::RotaryPairs::neighbours : transformer::RotaryPairs::halves;
  }

  /// Tensors that nobody asked for would be left out of what is computed.
  void refuse_other_tensors() const {
    for (const auto& [name, tensor] : file_.directory()) {
      if (!used_.contains(name)) {
        gguf_.fail(fmt::format("tensor '{}'", name),
                   fmt::format("expected a tensor of {} layers of {}, found another ({})", model_.shape.layers,
                               architecture_, tensor.type_name));
      }
    }
  }

  [[nodiscard]] tensors::Weight get(std::string_view name, std::initializer_list<std::int64_t> shape) const {
    used_.emplace(name);
    return file_.weight(name, std::span(shape.begin(), shape.size()));
  }
  [[nodiscard]] transformer::Projection linear(std::string_view name, std::int64_t outputs, std::int64_t inputs,
                                               bool bias) const {
    return {get(fmt::format("{}.weight", name), {outputs, inputs}),
            bias ? get(fmt::format("{}.bias", name), {outputs}) : tensors::Weight(), false};
  }
  [[nodiscard]] transformer::NormWeights norm(std::string_view name) const {
    const transformer::Transformer& t = model_.shape;
    return {get(fmt::format("{}.weight", name), {t.hidden}), t.norm == transformer::Norm::layer_norm
                                                                 ? get(fmt::format("{}.bias", name), {t.hidden})
                                                                 : tensors::Weight()};
  }

  /// What both families name alike.
  void bind_common() {
    const transformer::Transformer& t = model_.shape;
    model_.embedding = get(kEmbedding, {t.vocab, t.hidden});
    model_.final_norm = norm("output_norm");
    model_.head.weight = t.tied_head ? model_.embedding : get("output.weight", {t.vocab, t.hidden});
    for (std::int64_t i = 0; i < t.layers; ++i) {
      const auto in = [i](std::string_view name) { return fmt::format("blk.{}.{}", i, name); };
      transformer::LayerWeights& w = model_.layers.emplace_back();
      w.attention_norm = norm(in("attn_norm"));
      w.mlp_norm = norm(in("ffn_norm"));
      w.o = linear(in("attn_output"), t.hidden, t.heads * t.head_dim, t.linear.out_bias);
      w.up = linear(in("ffn_up"), t.ffn, t.hidden, t.linear.mlp_bias);
      w.down = linear(in("ffn_down"), t.hidden, t.ffn, t.linear.mlp_bias);
    }
  }

  void bind_llama() {
    bind_common();
    const transformer::Transformer& t = model_.shape;
    const std::int64_t kv = t.kv_heads * t.head_dim;
    for (std::size_t i = 0; i < model_.layers.size(); ++i) {
      transformer::LayerWeights& w = model_.layers[i];
      const auto in = [i](std::string_view name) { return fmt::format("blk.{}.{}", i, name); };
      w.q = linear(in("attn_q"), t.heads * t.head_dim, t.hidden, t.linear.qkv_bias);
      w.k = linear(in("attn_k"), kv, t.hidden, t.linear.qkv_bias);
      w.v = linear(in("attn_v"), kv, t.hidden, t.linear.qkv_bias);
      w.gate = linear(in("ffn_gate"), t.ffn, t.hidden, t.linear.mlp_bias);
    }
  }

  void bind_gpt2() {
    bind_common();
    const transformer::Transformer& t = model_.shape;
    const std::int64_t width = (t.heads + 2 * t.kv_heads) * t.head_dim;
    model_.positions = get("position_embd.weight", {t.max_positions, t.hidden});
    for (std::size_t i = 0; i < model_.layers.size(); ++i) {
      model_.layers[i].qkv = linear(fmt::format("blk.{}.attn_qkv", i), width, t.hidden, true);
    }
  }

  const Gguf& gguf_;
  const tensors::TensorFile& file_;
  std::string_view architecture_;
  transformer::Model model_;
  mutable std::set<std::string, std::less<>> used_;
};

}  // namespace

tensors::TensorFile open_gguf(const std::filesystem::path& path) {
  return tensors_of(open(path));
}

transformer::Model load_gguf_model(const std::filesystem::path& path) {
  const OpenFile file = open(path);
  const tensors::TensorFile tensors = tensors_of(file);
  return Reader(file.gguf, tensors).run();
}

}  // namespace lmulsim::formats::gguf
