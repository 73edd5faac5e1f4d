// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/hf/wrapper.hpp"

#include <fmt/format.h>

#include <array>

namespace lmulsim::formats::hf {

namespace {

constexpr std::array kWrappers{
    Wrapper{"gemma3", "gemma3_text", "Gemma3"},
    Wrapper{"llava", "llama", "Llava"},
    Wrapper{"llava_next", "llama", "LlavaNext"},
    Wrapper{"llava_onevision", "qwen2", "LlavaOnevision"},
    Wrapper{"vipllava", "llama", "VipLlava"},
    Wrapper{"mistral3", "mistral", "Mistral3"},
    Wrapper{"paligemma", "gemma", "PaliGemma"},
    Wrapper{"internvl", "qwen2", "InternVL"},
    Wrapper{"qwen2_vl", "qwen2_vl_text", "Qwen2VL", true},
    Wrapper{"qwen2_5_vl", "qwen2_5_vl_text", "Qwen2_5_VL", true},
};

constexpr std::string_view kImages = "about images; only the text network is taken";

constexpr std::array kImageKeys{
    Harmless{"vision_config", kImages},
    Harmless{"video_config", kImages},
    Harmless{"projector_hidden_act", kImages},
    Harmless{"multimodal_projector_bias", kImages},
    Harmless{"projection_dim", kImages},
    Harmless{"vision_feature_layer", kImages},
    Harmless{"vision_feature_layers", kImages},
    Harmless{"vision_feature_select_strategy", kImages},
    Harmless{"vision_aspect_ratio", kImages},
    Harmless{"image_aspect_ratio", kImages},
    Harmless{"image_grid_pinpoints", kImages},
    Harmless{"image_newline", kImages},
    Harmless{"use_image_newline_parameter", kImages},
    Harmless{"image_seq_length", kImages},
    Harmless{"image_token_index", kImages},
    Harmless{"image_token_id", kImages},
    Harmless{"video_token_index", kImages},
    Harmless{"video_token_id", kImages},
    Harmless{"boi_token_index", kImages},
    Harmless{"eoi_token_index", kImages},
    Harmless{"boi_token_id", kImages},
    Harmless{"eoi_token_id", kImages},
    Harmless{"vision_start_token_id", kImages},
    Harmless{"vision_end_token_id", kImages},
    Harmless{"vision_token_id", kImages},
    Harmless{"spatial_merge_size", kImages},
    Harmless{"downsample_ratio", kImages},
    Harmless{"mm_tokens_per_image", kImages},
    Harmless{"num_image_tokens", kImages},
    Harmless{"projector_layernorm_eps", kImages},
    Harmless{"ignore_index", "training only"},
};

constexpr std::array kOuterKeys{
    Harmless{"text_config", "read on its own"},
    Harmless{"vocab_size", "text_config has that of the text network"},
    Harmless{"hidden_size", "text_config has that of the text network"},
};

transformer::Head head_of(Config& outer, const Wrapper& wrapper) {
  const boost::json::array* names = outer.json().optional_array("architectures");
  if (names == nullptr || names->empty()) {
    return transformer::Head::language;
  }
  const std::string language = fmt::format("{}ForConditionalGeneration", wrapper.prefix);
  const std::string bare = fmt::format("{}Model", wrapper.prefix);
  const bool one = names->size() == 1 && names->front().is_string();
  const std::string_view name = one ? std::string_view(names->front().get_string()) : "";
  if (name == language) {
    return transformer::Head::language;
  }
  if (name == bare) {
    return transformer::Head::none;
  }
  outer.fail("architectures",
             fmt::format("expected {} or {}, found {}", language, bare, boost::json::serialize(*names)));
}

}  // namespace

std::span<const Wrapper> wrappers() {
  return kWrappers;
}

std::span<const Harmless> image_harmless() {
  return kImageKeys;
}

std::span<const Harmless> outer_harmless() {
  return kOuterKeys;
}

void read_wrapped_head(Config& outer, Config& text, const Wrapper& wrapper, bool tied,
                       transformer::Transformer& shape) {
  shape.head = head_of(outer, wrapper);
  const bool outside = outer.flag("tie_word_embeddings", tied);
  shape.tied_head = text.flag("tie_word_embeddings", outside) && shape.head == transformer::Head::language;
  shape.notes.push_back(
      fmt::format("Only the text network of the {} model is taken; its images are not computed.", wrapper.type));
}

}  // namespace lmulsim::formats::hf
