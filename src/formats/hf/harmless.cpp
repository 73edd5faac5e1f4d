// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "formats/hf/family.hpp"

namespace lmulsim::formats::hf {

namespace {

constexpr std::string_view kOrigin = "where the file came from";
constexpr std::string_view kStorage = "how weights are stored; the reader of the weights looks at it";
constexpr std::string_view kToken = "a token's number: what is fed in or stops a text, not how it is computed";
constexpr std::string_view kTrainingKeys = "training only";
constexpr std::string_view kText = "how text is drawn or cut, after the logits";
constexpr std::string_view kKernelKeys = "which kernel computes the same numbers";
constexpr std::string_view kOutput = "what a call returns";
constexpr std::string_view kLabels = "names of labels; their number is id2label's";
constexpr std::string_view kRead = "read where it matters";

constexpr std::array kCommon{
    Harmless{"transformers_version", kOrigin},
    Harmless{"name_or_path", kOrigin},
    Harmless{"auto_map", "names code for the same network, for libraries that lack it"},
    Harmless{"custom_pipelines", kOrigin},
    Harmless{"tokenizer_class", kOrigin},
    Harmless{"unsloth_fixed", kOrigin},
    Harmless{"unsloth_version", kOrigin},
    Harmless{"language", kOrigin},
    Harmless{"transformers.js_config", kOrigin},
    Harmless{"model_name", kOrigin},

    Harmless{"torch_dtype", kStorage},
    Harmless{"dtype", kStorage},
    Harmless{"quantization_config", kStorage},
    Harmless{"compression_config", kStorage},
    Harmless{"use_bfloat16", kStorage},

    Harmless{"bos_token_id", kToken},
    Harmless{"eos_token_id", kToken},
    Harmless{"pad_token_id", kToken},
    Harmless{"unk_token_id", kToken},
    Harmless{"sep_token_id", kToken},
    Harmless{"cls_token_id", kToken},
    Harmless{"mask_token_id", kToken},
    Harmless{"eos_token_ids", kToken},
    Harmless{"pad_token_ids", kToken},
    Harmless{"decoder_start_token_id", kToken},
    Harmless{"forced_bos_token_id", kToken},
    Harmless{"forced_eos_token_id", kToken},
    Harmless{"prefix", kToken},

    Harmless{"initializer_range", kTrainingKeys},
    Harmless{"initializer_factor", kTrainingKeys},
    Harmless{"init_std", kTrainingKeys},
    Harmless{"attention_dropout", kTrainingKeys},
    Harmless{"attention_probs_dropout_prob", kTrainingKeys},
    Harmless{"hidden_dropout", kTrainingKeys},
    Harmless{"hidden_dropout_prob", kTrainingKeys},
    Harmless{"classifier_dropout", kTrainingKeys},
    Harmless{"classifier_dropout_prob", kTrainingKeys},
    Harmless{"activation_dropout", kTrainingKeys},
    Harmless{"dropout", kTrainingKeys},
    Harmless{"attn_pdrop", kTrainingKeys},
    Harmless{"embd_pdrop", kTrainingKeys},
    Harmless{"resid_pdrop", kTrainingKeys},
    Harmless{"layerdrop", kTrainingKeys},
    Harmless{"gradient_checkpointing", kTrainingKeys},
    Harmless{"problem_type", kTrainingKeys},
    Harmless{"output_router_logits", kTrainingKeys},
    Harmless{"router_aux_loss_coef", kTrainingKeys},
    Harmless{"router_jitter_noise", kTrainingKeys},
    Harmless{"tf_legacy_loss", kTrainingKeys},
    Harmless{"finetuning_task", kTrainingKeys},
    Harmless{"pretraining_tp", "splits the same products into parts"},
    Harmless{"chunk_size_feed_forward", "splits the same products into parts"},

    Harmless{"use_cache", "whether keys and values are kept: the phase says it here"},
    Harmless{"cache_implementation", kKernelKeys},
    Harmless{"attn_implementation", kKernelKeys},
    Harmless{"use_flash_attn", kKernelKeys},
    Harmless{"use_flash_attention", kKernelKeys},
    Harmless{"flash_attn", kKernelKeys},
    Harmless{"flash_rotary", kKernelKeys},
    Harmless{"fused_dense", kKernelKeys},
    Harmless{"torchscript", kKernelKeys},
    Harmless{"neuron", kKernelKeys},

    Harmless{"return_dict", kOutput},
    Harmless{"output_attentions", kOutput},
    Harmless{"output_hidden_states", kOutput},
    Harmless{"output_past", kOutput},
    Harmless{"use_return_dict", kOutput},
    Harmless{"return_dict_in_generate", kOutput},
    Harmless{"output_scores", kOutput},

    Harmless{"label2id", kLabels},
    Harmless{"id2label", kRead},
    Harmless{"num_labels", kRead},
    Harmless{"architectures", kRead},
    Harmless{"is_decoder", "whether a mask is causal: said by the model type, and refused where it would change it"},

    Harmless{"task_specific_params", kText},
    Harmless{"max_length", kText},
    Harmless{"min_length", kText},
    Harmless{"max_new_tokens", kText},
    Harmless{"do_sample", kText},
    Harmless{"early_stopping", kText},
    Harmless{"num_beams", kText},
    Harmless{"num_beam_groups", kText},
    Harmless{"diversity_penalty", kText},
    Harmless{"temperature", kText},
    Harmless{"top_k", kText},
    Harmless{"top_p", kText},
    Harmless{"typical_p", kText},
    Harmless{"repetition_penalty", kText},
    Harmless{"length_penalty", kText},
    Harmless{"no_repeat_ngram_size", kText},
    Harmless{"encoder_no_repeat_ngram_size", kText},
    Harmless{"bad_words_ids", kText},
    Harmless{"suppress_tokens", kText},
    Harmless{"begin_suppress_tokens", kText},
    Harmless{"num_return_sequences", kText},
    Harmless{"exponential_decay_length_penalty", kText},
    Harmless{"remove_invalid_values", kText},
    Harmless{"model_max_length", kText},
};

}  // namespace

std::span<const Harmless> common_harmless() {
  return kCommon;
}

}  // namespace lmulsim::formats::hf
