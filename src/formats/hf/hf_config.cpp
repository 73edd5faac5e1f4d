// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/hf_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "formats/hf/family.hpp"
#include "formats/hf/wrapper.hpp"

namespace lmulsim::formats::hf {

namespace {

using hf::Config;
using hf::Family;
using hf::Wrapper;

std::vector<Family> all_families() {
  std::vector<Family> families;
  for (const auto part :
       {hf::llama_families(), hf::qwen_families(), hf::phi_families(), hf::gemma_families(), hf::deepseek_families(),
        hf::gpt_families(), hf::gpt_kin_families(), hf::opt_families(), hf::bert_families(), hf::vit_families()}) {
    families.insert(families.end(), part.begin(), part.end());
  }
  return families;
}

/// The place in `families` of a config's model_type; for a text_config, `otherwise` when it says none. After the
/// families come the wrappers, unless the config is a text_config.
std::size_t type_of(Config& config, const std::vector<Family>& families, std::string_view otherwise) {
  std::vector<std::string_view> names;
  std::ranges::transform(families, std::back_inserter(names), &Family::type);
  if (config.nested() && !config.has("model_type")) {
    return static_cast<std::size_t>(std::ranges::find(names, otherwise) - names.begin());
  }
  if (!config.nested()) {
    std::ranges::transform(hf::wrappers(), std::back_inserter(names), &Wrapper::type);
  }
  return config.json().choice("model_type", names);
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

/// After the family's own keys: what holds for all, and that no key is left.
void finish(Config& config, std::span<const hf::Harmless> harmless, transformer::Transformer& t) {
  refuse_other_networks(config);
  config.pass_over(hf::common_harmless());
  config.pass_over(harmless);
  config.finish();
  if (std::string note = config.note(); !note.empty()) {
    t.notes.push_back(std::move(note));
  }
}

void read_family(Config& config, const Family& family, transformer::Transformer& t) {
  family.read(config, t);
  if (t.top_k > t.experts) {
    config.fail("num_experts_per_tok", fmt::format("expected 1 to {}, found {}", t.experts, t.top_k));
  }
}

void read_wrapped(Config& outer, const Wrapper& wrapper, const std::vector<Family>& families,
                  transformer::Transformer& t) {
  const bool flat = wrapper.flat && !outer.has("text_config");
  const boost::json::value* inner = flat ? &outer.value() : outer.json().find("text_config");
  if (inner == nullptr) {
    outer.fail("text_config", "expected an object, but the key is missing");
  }
  Config text(*inner, flat ? outer.where() : outer.json().place("text_config"), !flat);
  const Family& family = flat ? *std::ranges::find(families, wrapper.text, &Family::type)
                              : families[type_of(text, families, wrapper.text)];
  text.json().ignore("model_type");
  read_family(text, family, t);
  hf::read_wrapped_head(outer, text, wrapper, family.tied, t);
  text.pass_over(hf::image_harmless());
  finish(text, family.harmless, t);
  if (!flat) {
    outer.pass_over(hf::outer_harmless());
    finish(outer, hf::image_harmless(), t);
  }
}

}  // namespace

transformer::Transformer read_hf_config(const boost::json::value& config, const std::string& where) {
  Config c(config, where, false);
  const std::vector<Family> families = all_families();
  const std::size_t type = type_of(c, families, "");
  transformer::Transformer t;
  t.name = c.json().optional_string("_name").value_or(std::filesystem::path(where).stem().string());
  const auto source = c.json().optional_string("_source");
  t.source = source ? fmt::format("{} ({})", where, *source) : where;
  if (type >= families.size()) {
    read_wrapped(c, hf::wrappers()[type - families.size()], families, t);
    return t;
  }
  read_family(c, families[type], t);
  hf::read_head(c, families[type], t);
  finish(c, families[type].harmless, t);
  return t;
}

}  // namespace lmulsim::formats::hf
