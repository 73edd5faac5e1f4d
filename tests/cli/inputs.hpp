// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Valid input files as text, and ways to break them.
namespace lmulsim::cli_test {

/// `text` with `from` replaced by `to`. Throws when `from` is not in it exactly once: then a case would test nothing.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// A valid accelerator of 4 x 4 PEs, YAML.
[[nodiscard]] std::string accelerator();

/// A valid technology, JSON: the shipped one, and in `members` what it says otherwise (with a comma in front).
[[nodiscard]] std::string technology(std::string_view members = "");

/// A valid entry of a technology.
[[nodiscard]] std::string technology_entry();

/// A valid trace of one product, 2 x 2 x 4, with its operands in t.safetensors.
[[nodiscard]] std::string trace();

/// A safetensors file of the trace's operands: header and 48 bytes of data.
[[nodiscard]] std::string tensors();
[[nodiscard]] std::string safetensors(std::string_view header, std::size_t data_bytes);

/// A llama2.c checkpoint: the header's seven fields, then `weights` times the number one half.
[[nodiscard]] std::string checkpoint(const std::vector<std::int32_t>& header, std::size_t weights);

/// The fields and the number of weights of a small valid checkpoint.
inline const std::vector<std::int32_t> kHeader{8, 12, 1, 2, 2, 260, 8};
[[nodiscard]] std::size_t weights_of(const std::vector<std::int32_t>& header);

/// A Hugging Face config of a small llama.
[[nodiscard]] std::string hf_config();

/// All of them, with names: a.yaml, t.json, w.json, t.safetensors, m.bin, config.json.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> valid_files();

}  // namespace lmulsim::cli_test
