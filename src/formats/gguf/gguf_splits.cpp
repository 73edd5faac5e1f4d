// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Names and rules are those of ggml-org/llama.cpp (llama-vocab.cpp). Where it only comes near the expression that a
// model's tokenizer.json publishes (categories within a class, letters of any case), the expression is the model's.
#include "formats/gguf/gguf_splits.hpp"

#include <algorithm>
#include <array>

#include "tokenizer/pipeline/byte_level.hpp"

namespace lmulsim::formats::gguf {

namespace {

using tokenizer::pipeline::kGpt2Splits;

constexpr const char* kDigit = R"(\p{N})";
constexpr const char* kLineBreak = R"([\r\n])";
constexpr const char* kThreeDigits = "[0-9][0-9][0-9]";
/// Ideographs, kana and Hangul, in the bounds that DeepSeek gives.
constexpr const char* kEastAsian = R"([\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+)";

constexpr std::array kGpt2{kGpt2Splits};
constexpr std::array kDigitsThenGpt2{kDigit, kGpt2Splits};
constexpr std::array kDefault{R"([\p{P}$+<=>^~|]+)", kGpt2Splits, R"(\p{N}+)", kThreeDigits};
constexpr std::array kFalcon{R"([\p{P}$+<=>^~|`]+)", kGpt2Splits, kThreeDigits};

constexpr std::array kLlama3{
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kQwen2{
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kQwen35{
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kSeedCoder{
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kBailing{
    R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)"};
constexpr std::array kGpt4o{
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kTekken{
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};
constexpr std::array kBloom{R"( ?[^(\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+)"};
constexpr std::array kViking{kBloom[0], kDigit};

/// DeepSeek lists the letters that have case by their numbers, and leaves out some scripts: those subtracted here.
constexpr std::array kDeepseekLlm{
    kLineBreak,
    R"(\s?[[\p{Lu}\p{Ll}\p{Lt}]--[\u0560-\u0588\u10C7\u10CD\u10D0-\u10FF\u1C80-\u1C8F\u2D00-\u2D2F\uA790-\uAB6F\U00010570-\U000105BF\U00016E40-\U00016E7F\U0001D400-\U0001DFFF]]+)",
    R"(\s?[!-/:-~\uFF01-\uFF0F\uFF1A-\uFF5E\u2018-\u201F\u3000-\u3002]+)",
    R"(\s+$)",
    kEastAsian,
    R"(\p{N}+)"};
constexpr std::array kDeepseekCoder{kLineBreak, R"(\s?\p{L}+)", R"(\s?\p{P}+)", kEastAsian, kDigit};
constexpr std::array kDeepseek3{
    R"(\p{N}{1,3})", R"([\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+)",
    R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"};

struct Named {
  std::string_view name;
  GgufSplits splits;
};

constexpr std::array kKnown{
    Named{"default", {kDefault}},
    Named{"gpt-2", {kGpt2}},
    Named{"phi-2", {kGpt2}},
    Named{"mpt", {kGpt2}},
    Named{"olmo", {kGpt2}},
    Named{"jais", {kGpt2}},
    Named{"trillion", {kGpt2}},
    Named{"granite-docling", {kGpt2}},
    Named{"exaone4", {kGpt2}},
    Named{"gigachat", {kGpt2}},
    Named{"mellum", {kGpt2}},
    Named{"a.x-4.0", {kGpt2}},
    Named{"modern-bert", {kGpt2}},
    Named{"roberta-bpe", {kGpt2}},
    Named{"jina-v1-en", {kGpt2}},
    Named{"jina-es", {kGpt2}},
    Named{"jina-de", {kGpt2}},
    Named{"jina-v2-es", {kGpt2}},
    Named{"jina-v2-de", {kGpt2}},
    Named{"jina-v2-code", {kGpt2}},
    Named{"starcoder", {kDigitsThenGpt2}},
    Named{"refact", {kDigitsThenGpt2}},
    Named{"command-r", {kDigitsThenGpt2}},
    Named{"smollm", {kDigitsThenGpt2}},
    Named{"codeshell", {kDigitsThenGpt2}},
    Named{"exaone", {kDigitsThenGpt2}},
    Named{"minerva-7b", {kDigitsThenGpt2}},
    Named{"mellum2", {kDigitsThenGpt2}},
    Named{"falcon", {kFalcon}},
    Named{"llama3", {kLlama3, true, true}},
    Named{"llama-v3", {kLlama3, true, true}},
    Named{"llama-bpe", {kLlama3, true, true}},
    Named{"falcon3", {kLlama3, true, true}},
    Named{"falcon-h1", {kLlama3, true, true}},
    Named{"pixtral", {kLlama3, true, true}},
    Named{"lfm2", {kLlama3, true, true}},
    Named{"midm-2.0", {kLlama3, true, true}},
    Named{"dbrx", {kLlama3}},
    Named{"smaug-bpe", {kLlama3}},
    Named{"chatglm-bpe", {kLlama3}},
    Named{"glm4", {kLlama3}},
    Named{"qwen2", {kQwen2}},
    Named{"deepseek-r1-qwen", {kQwen2}},
    Named{"stablelm2", {kQwen2}},
    Named{"megrez", {kQwen2}},
    Named{"hunyuan", {kQwen2}},
    Named{"kormo", {kQwen2}},
    Named{"solar-open", {kQwen2}},
    Named{"grok-2", {kQwen2}},
    Named{"qwen35", {kQwen35}},
    Named{"seed-coder", {kSeedCoder}},
    Named{"bailingmoe", {kBailing}},
    Named{"bailingmoe2", {kBailing}},
    Named{"llada-moe", {kBailing}},
    Named{"gpt-4o", {kGpt4o}},
    Named{"llama4", {kGpt4o}},
    Named{"kanana2", {kGpt4o}},
    Named{"minimax-m2", {kGpt4o}},
    Named{"tekken", {kTekken, true, true}},
    Named{"bloom", {kBloom}},
    Named{"poro-chat", {kBloom}},
    Named{"gpt3-finnish", {kBloom}},
    Named{"viking", {kViking}},
    Named{"deepseek-llm", {kDeepseekLlm}},
    Named{"deepseek-coder", {kDeepseekCoder}},
    Named{"deepseek-v3", {kDeepseek3}},
    Named{"hunyuan-dense", {kDeepseek3}},
};

}  // namespace

const GgufSplits* find_gguf_splits(std::string_view name) {
  const auto* found = std::ranges::find(kKnown, name, &Named::name);
  return found == kKnown.end() ? nullptr : &found->splits;
}

std::vector<std::string_view> gguf_split_names() {
  std::vector<std::string_view> names;
  names.reserve(kKnown.size());
  for (const Named& known : kKnown) {
    names.push_back(known.name);
  }
  return names;
}

}  // namespace lmulsim::formats::gguf
