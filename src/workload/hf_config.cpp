// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/hf_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "workload/hf/family.hpp"

namespace lmulsim::workload {

namespace {

using hf::Config;
using hf::Family;

std::vector<Family> all_families() {
  std::vector<Family> families;
  for (const auto part : {hf::llama_families(), hf::qwen_families(), hf::phi_families(), hf::gemma_families(),
                          hf::gpt_families(), hf::opt_families(), hf::bert_families(), hf::vit_families()}) {
    families.insert(families.end(), part.begin(), part.end());
  }
  return families;
}

Family family_of(Config& config) {
  const std::vector<Family> families = all_families();
  std::vector<std::string_view> names;
  std::ranges::transform(families, std::back_inserter(names), &Family::type);
  return families[config.json().choice("model_type", names)];
}

/// Keys of every type that would make another network.
void refuse_other_networks(Config& config) {
  constexpr std::string_view kReason = "networks of two parts are not modelled";
  config.only("is_encoder_decoder", false, kReason);
  config.only("tie_encoder_decoder", false, kReason);
  config.only("add_cross_attention", false, kReason);
  config.only("cross_attention_hidden_size", nullptr, kReason);
  config.only("pruned_heads", boost::json::object(), "heads that were taken out are not modelled");
  config.only("per_layer_config", nullptr, "layers of different sizes are not modelled");
}

}  // namespace

Transformer read_hf_config(const boost::json::value& config, const std::string& where) {
  Config c(config, where, false);
  const Family family = family_of(c);
  Transformer t;
  t.name = c.json().optional_string("_name").value_or(std::filesystem::path(where).stem().string());
  const auto source = c.json().optional_string("_source");
  t.source = source ? fmt::format("{} ({})", where, *source) : where;
  family.read(c, t);
  hf::read_head(c, family, t);
  refuse_other_networks(c);
  if (t.top_k > t.experts) {
    c.fail("num_experts_per_tok", fmt::format("expected 1 to {}, found {}", t.experts, t.top_k));
  }
  c.pass_over(hf::common_harmless());
  c.pass_over(family.harmless);
  c.finish();
  if (std::string note = c.note(); !note.empty()) {
    t.notes.push_back(std::move(note));
  }
  return t;
}

}  // namespace lmulsim::workload
