// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A tokenizer.json: a text to tokens and back, and every token to text.
#include <numeric>
#include <vector>

#include "target.hpp"
#include "tokenizer/json_tokenizer.hpp"
#include "util/json.hpp"

namespace {

constexpr std::int64_t kVocab = 1000;
constexpr std::string_view kText =
    "Once upon a time, there's  a caf\u00E9\n\t<s>ab</s> 123 \u4E2D\u6587 e\u0301 \u2581x<|endoftext|> \xFF\xC3!!";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const auto document = util::parse_json(fuzz::text_of(data, size), "tokenizer.json");
    const auto tokenizer = tokenizer::read_json_tokenizer(document, "tokenizer.json", kVocab);
    std::vector<int> all(kVocab);
    std::iota(all.begin(), all.end(), 0);
    fuzz::observe(tokenizer->decode(all));
    fuzz::observe(tokenizer->end());
    std::vector<int> tokens;
    try {
      tokens = tokenizer->encode(kText);
    } catch (const InputError&) {  // the vocabulary need not have all its characters
    }
    fuzz::observe(tokenizer->decode(tokens));
  });
}
