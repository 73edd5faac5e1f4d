// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/post_processor.hpp"

#include <fmt/format.h>

#include "tokenizer/pipeline/steps.hpp"

namespace lmulsim::tokenizer::pipeline {

namespace {

namespace json = boost::json;
using util::JsonReader;

constexpr std::int64_t kMaxId = 1 << 30U;

/// ByteLevel says how to count characters, which is not asked for here.
PostProcessor read_byte_level_processor(JsonReader& r) {
  r.ignore("add_prefix_space");
  r.ignore("trim_offsets");
  r.ignore("use_regex");
  return {};
}

/// ["[SEP]", 102]
int read_text_and_id(JsonReader& r, std::string_view key) {
  const json::array& pair = r.array(key);
  if (pair.size() != 2 || !pair[0].is_string() || !pair[1].is_int64() || pair[1].get_int64() < 0 ||
      pair[1].get_int64() > kMaxId) {
    r.fail(key, "expected [text, number]");
  }
  return static_cast<int>(pair[1].get_int64());
}

PostProcessor read_bert_processor(JsonReader& r) {
  return {{read_text_and_id(r, "cls")}, {read_text_and_id(r, "sep")}};
}

PostProcessor read_roberta_processor(JsonReader& r) {
  (void)read_byte_level_processor(r);
  return read_bert_processor(r);
}

/// Appends the tokens of special_tokens.NAME.ids.
void append_special(JsonReader& special, const std::string& name, std::vector<int>& tokens) {
  JsonReader token = special.object(name);
  for (const json::value& id : token.array("ids")) {
    if (!id.is_int64() || id.get_int64() < 0 || id.get_int64() > kMaxId) {
      token.fail("ids", fmt::format("expected token numbers, found {}", util::describe(id)));
    }
    tokens.push_back(static_cast<int>(id.get_int64()));
  }
}

/// "single": [{"SpecialToken": {"id": NAME, ...}}, ..., {"Sequence": {"id": "A", ...}}, ...].
PostProcessor read_template_processor(JsonReader& r) {
  JsonReader special = r.object("special_tokens");
  r.ignore("pair");
  PostProcessor result;
  bool seen = false;
  std::size_t index = 0;
  for (const json::value& value : r.array("single")) {
    JsonReader part(value, fmt::format("{}[{}]", r.place("single"), index++));
    if (part.has("SpecialToken")) {
      append_special(special, part.object("SpecialToken").string("id"), seen ? result.after : result.before);
    } else {
      const std::string name = part.object("Sequence").string("id");
      if (seen || name != "A") {
        r.fail("single", fmt::format("expected the sequence A once, found {}", seen ? "two sequences" : name));
      }
      seen = true;
    }
    part.finish();
  }
  if (!seen) {
    r.fail("single", "expected the sequence A once, found none");
  }
  return result;
}

constexpr std::array<StepKind<PostProcessor>, 4> kPostProcessors{{{"ByteLevel", read_byte_level_processor},
                                                                  {"TemplateProcessing", read_template_processor},
                                                                  {"BertProcessing", read_bert_processor},
                                                                  {"RobertaProcessing", read_roberta_processor}}};

}  // namespace

PostProcessor read_post_processor(JsonReader& file, const Vocabulary& vocabulary) {
  PostProcessor all;
  for (const PostProcessor& one : read_steps(file, "post_processor", "processors", kPostProcessors)) {
    all.before.insert(all.before.begin(), one.before.begin(), one.before.end());
    all.after.insert(all.after.end(), one.after.begin(), one.after.end());
  }
  for (const auto& tokens : {all.before, all.after}) {
    for (const int token : tokens) {
      if (vocabulary.text(token).empty()) {
        file.fail("post_processor", fmt::format("expected tokens of the vocabulary, found {}", token));
      }
    }
  }
  return all;
}

}  // namespace lmulsim::tokenizer::pipeline
