// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/model_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/open.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::study {

std::vector<quality::Window> ModelText::windows() const {
  return quality::cut_windows(documents, context, start);
}

ModelText load_model_text(const ModelFiles& files, const std::string& text, const TextCut& cut) {
  ModelText out{formats::load_model(files.model), {}, {}};
  if (!out.model.shape.causal) {
    throw InputError(
        fmt::format("{}: --text: expected a decoder, which predicts tokens, found an encoder (classifiers "
                    "take --labelled)",
                    files.model));
  }
  const std::int64_t most = out.model.shape.max_positions;
  if (cut.context > most) {
    throw InputError(fmt::format("--context: expected at most the model's {}, found {}", most, cut.context));
  }
  out.context = cut.context > 0 ? cut.context : std::min(most, kDefaultContext);
  const auto tokenizer = formats::find_tokenizer(files.model, files.tokenizer, out.model.shape.vocab);
  out.documents = quality::read_documents(util::read_file(text), *tokenizer);
  if (cut.tokens > 0) {
    out.documents = quality::first_tokens(std::move(out.documents), cut.tokens);
  }
  out.start = quality::window_start(*tokenizer);
  return out;
}

std::int64_t count_targets(std::span<const quality::Window> windows) {
  std::int64_t tokens = 0;
  for (const quality::Window& window : windows) {
    tokens += static_cast<std::int64_t>(window.targets.size());
  }
  return tokens;
}

}  // namespace lmulsim::study
