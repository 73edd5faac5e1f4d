// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// BERT, RoBERTa (XLM-R, CamemBERT), DistilBERT and ALBERT. Defaults: configuration_bert.py, configuration_roberta.py,
// configuration_distilbert.py, configuration_albert.py of the transformers library.
#include <fmt/format.h>

#include <array>

#include "formats/hf/family.hpp"
#include "formats/hf/parts.hpp"

namespace lmulsim::formats::hf {

namespace {

void set_encoder(Config& c, transformer::Transformer& t) {
  t.norm = transformer::Norm::layer_norm;
  t.norm_place = transformer::NormPlace::post;
  t.embedding_norm = true;
  t.final_norm = false;
  t.mlp = transformer::Mlp::gelu;
  t.positions = transformer::Positions::learned;
  t.causal = false;
  t.linear = {.qkv_bias = true, .out_bias = true, .mlp_bias = true};
  c.only("is_decoder", false, "only the encoder is computed");
  c.only("add_cross_attention", false, "only the encoder is computed");
}

/// BERT, and RoBERTa by other defaults.
void read_bert(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 768);
  t.layers = c.layers("num_hidden_layers", 12);
  t.heads = c.size("num_attention_heads", 12);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_attention_heads");
  t.ffn = c.size("intermediate_size", 3072);
  t.vocab = c.size("vocab_size", 30522);
  t.max_positions = c.size_or("max_position_embeddings", 512);
  t.token_types = c.size_or("type_vocab_size", 2);
  require_gelu(c, "hidden_act", "gelu");
  c.numbers({"layer_norm_eps"});
  c.only("position_embedding_type", "absolute", "relative positions are not modelled");
  set_encoder(c, t);
}

/// The first token's position is the one after the padding token's number; the table has rows for those before it.
void read_roberta(Config& c, transformer::Transformer& t) {
  read_bert(c, t);
  t.position_offset = c.json().optional_integer("pad_token_id", 0).value_or(1) + 1;
  if (t.max_positions <= t.position_offset) {
    c.fail("max_position_embeddings", fmt::format("expected more than the {} positions that no token has, found {}",
                                                  t.position_offset, t.max_positions));
  }
  t.max_positions -= t.position_offset;
}

void read_distilbert(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("dim", 768);
  t.layers = c.layers("n_layers", 6);
  t.heads = c.size("n_heads", 12);
  t.kv_heads = t.heads;
  divide_heads(c, t, "n_heads");
  t.ffn = c.size("hidden_dim", 3072);
  t.vocab = c.size("vocab_size", 30522);
  t.max_positions = c.size_or("max_position_embeddings", 512);
  require_gelu(c, "activation", "gelu");
  set_encoder(c, t);
  t.pooler_relu = true;
}

/// One layer's parameters for all, and tables narrower than the hidden size.
void read_albert(Config& c, transformer::Transformer& t) {
  t.hidden = c.size("hidden_size", 4096);
  t.layers = c.layers("num_hidden_layers", 12);
  t.heads = c.size("num_attention_heads", 64);
  t.kv_heads = t.heads;
  divide_heads(c, t, "num_attention_heads");
  t.ffn = c.size("intermediate_size", 16384);
  t.vocab = c.size("vocab_size", 30000);
  t.embedding_width = c.size_or("embedding_size", 128);
  t.narrow_tables = true;
  t.shared_layers = true;
  t.max_positions = c.size_or("max_position_embeddings", 512);
  t.token_types = c.size_or("type_vocab_size", 2);
  require_gelu(c, "hidden_act", "gelu_new");
  c.numbers({"layer_norm_eps"});
  c.only("position_embedding_type", "absolute", "relative positions are not modelled");
  c.only("num_hidden_groups", 1, "one group of layers is modelled");
  c.only("inner_group_num", 1, "one layer of a group is modelled");
  set_encoder(c, t);
}

constexpr std::array kAlbertClasses{
    Architecture{"AlbertModel", transformer::Head::pooler},
    Architecture{"AlbertForMaskedLM", transformer::Head::masked_language},
    Architecture{"AlbertForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"AlbertForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"AlbertForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::string_view kOfTraining = "of the code that trained it; the library has no use for it";

constexpr std::array kAlbertHarmless{
    Harmless{"net_structure_type", kOfTraining}, Harmless{"gap_size", kOfTraining},
    Harmless{"num_memory_blocks", kOfTraining},  Harmless{"down_scale_factor", kOfTraining},
    Harmless{"layers_to_keep", kOfTraining},
};

constexpr std::array kBertClasses{
    Architecture{"BertModel", transformer::Head::pooler},
    Architecture{"BertForMaskedLM", transformer::Head::masked_language},
    Architecture{"BertForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"BertForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"BertForQuestionAnswering", transformer::Head::token_labels, Labels::two},
    Architecture{"BertForNextSentencePrediction", transformer::Head::pooler, Labels::two},
};

constexpr std::array kRobertaClasses{
    Architecture{"RobertaModel", transformer::Head::pooler},
    Architecture{"RobertaForMaskedLM", transformer::Head::masked_language},
    Architecture{"RobertaForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"RobertaForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"RobertaForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kXlmRobertaClasses{
    Architecture{"XLMRobertaModel", transformer::Head::pooler},
    Architecture{"XLMRobertaForMaskedLM", transformer::Head::masked_language},
    Architecture{"XLMRobertaForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"XLMRobertaForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"XLMRobertaForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kCamembertClasses{
    Architecture{"CamembertModel", transformer::Head::pooler},
    Architecture{"CamembertForMaskedLM", transformer::Head::masked_language},
    Architecture{"CamembertForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"CamembertForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"CamembertForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kDistilBertClasses{
    Architecture{"DistilBertModel", transformer::Head::none},
    Architecture{"DistilBertForMaskedLM", transformer::Head::masked_language},
    Architecture{"DistilBertForSequenceClassification", transformer::Head::pooler, Labels::config},
    Architecture{"DistilBertForTokenClassification", transformer::Head::token_labels, Labels::config},
    Architecture{"DistilBertForQuestionAnswering", transformer::Head::token_labels, Labels::two},
};

constexpr std::array kRobertaHarmless{
    Harmless{"normalize_embeddings", "the embeddings are always normalised"},
};

constexpr std::array kDistilBertHarmless{
    Harmless{"qa_dropout", "training only"},
    Harmless{"seq_classif_dropout", "training only"},
    Harmless{"sinusoidal_pos_embds", "how the position table was made; it is part of the weights"},
    Harmless{"tie_weights_", "an older name of tie_word_embeddings, always true"},
};

constexpr std::array kFamilies{
    Family{"bert", read_bert, kBertClasses, {}, true},
    Family{"roberta", read_roberta, kRobertaClasses, kRobertaHarmless, true},
    Family{"xlm-roberta", read_roberta, kXlmRobertaClasses, kRobertaHarmless, true},
    Family{"camembert", read_roberta, kCamembertClasses, kRobertaHarmless, true},
    Family{"albert", read_albert, kAlbertClasses, kAlbertHarmless, true},
    Family{"distilbert", read_distilbert, kDistilBertClasses, kDistilBertHarmless, true},
};

}  // namespace

std::span<const Family> bert_families() {
  return kFamilies;
}

}  // namespace lmulsim::formats::hf
