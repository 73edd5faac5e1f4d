// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "inputs.hpp"

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>
#include <tuple>

namespace lmulsim::cli_test {

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string_view::npos || text.find(from, at + 1) != std::string_view::npos) {
    throw std::logic_error(fmt::format("expected '{}' once in:\n{}", from, text));
  }
  return fmt::format("{}{}{}", text.substr(0, at), to, text.substr(at + from.size()));
}

std::string accelerator() {
  return R"(name: small
array: {rows: 4, cols: 4, dataflow: ws}
pe:
  multiplier: lmul
  activation_format: e4m3
  weight_format: e4m3
  accumulator: fp32
memory: {activation_kib: 8, weight_kib: 8, accumulator_kib: 8, word_bits: 64}
clock_mhz: 500
)";
}

std::string technology(std::string_view members) {
  return fmt::format(R"({{
  "schema": "lmulsim-technology/1",
  "name": "test",
  "base": "{}/configs/technologies/horowitz-45nm.json",
  "summary": "the shipped one"{}
}}
)",
                     LMULSIM_SOURCE_DIR, members);
}

std::string technology_entry() {
  return R"({"value": 1, "low": 0.5, "high": 2, "unit": "pJ", "source": "test", "method": "published",)"
         R"( "node_nm": 45, "voltage_v": 0.9, "date": "2020"})";
}

std::string trace() {
  return R"({
  "schema": "lmulsim-trace/1",
  "tensors": "t.safetensors",
  "operators": [
    {"name": "fc", "kind": "gemm", "m": 2, "n": 2, "k": 4, "a": "x", "b": "w"}
  ]
}
)";
}

std::string safetensors(std::string_view header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof(length), '\0');
  std::memcpy(bytes.data(), &length, sizeof(length));
  return bytes + std::string(header) + std::string(data_bytes, '\0');
}

std::string tensors() {
  return safetensors(R"({"x":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]},)"
                     R"("w":{"dtype":"F8_E4M3","shape":[4,2],"data_offsets":[32,40]}})",
                     40);
}

std::string checkpoint(const std::vector<std::int32_t>& header, std::size_t weights) {
  const std::vector<float> values(weights, 0.5F);
  std::string bytes(header.size() * sizeof(std::int32_t) + weights * sizeof(float), '\0');
  std::memcpy(bytes.data(), header.data(), header.size() * sizeof(std::int32_t));
  std::memcpy(bytes.data() + header.size() * sizeof(std::int32_t), values.data(), weights * sizeof(float));
  return bytes;
}

std::size_t weights_of(const std::vector<std::int32_t>& h) {
  const auto [dim, hidden, layers, heads, kv_heads, vocab, positions] =
      std::tuple(h[0], h[1], h[2], h[3], h[4], h[5], h[6]);
  const int head = dim / heads;
  const int layer = 2 * dim + 2 * dim * dim + 2 * dim * kv_heads * head + 3 * dim * hidden;
  return static_cast<std::size_t>(vocab * dim + layers * layer + dim + positions * (head / 2) * 2);
}

std::string hf_config() {
  return R"({
  "model_type": "llama",
  "hidden_size": 16,
  "num_hidden_layers": 2,
  "num_attention_heads": 4,
  "num_key_value_heads": 2,
  "intermediate_size": 24,
  "vocab_size": 300,
  "max_position_embeddings": 32,
  "hidden_act": "silu"
}
)";
}

std::vector<std::pair<std::string, std::string>> valid_files() {
  return {{"a.yaml", accelerator()},    {"t.json", technology()},
          {"w.json", trace()},          {"t.safetensors", tensors()},
          {"config.json", hf_config()}, {"m.bin", checkpoint(kHeader, weights_of(kHeader))}};
}

}  // namespace lmulsim::cli_test
