// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/open.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::cli {

std::vector<quality::Window> EvalText::windows() const {
  return quality::cut_windows(documents, context, start);
}

EvalText load_eval_text(const ModelOptionValues& options, const std::string& text, const TextCut& cut) {
  EvalText out{formats::load_model(options.model), {}, {}};
  if (!out.model.shape.causal) {
    throw InputError(
        fmt::format("{}: --text: expected a decoder, which predicts tokens, found an encoder (classifiers "
                    "take --labelled)",
                    options.model));
  }
  const std::int64_t most = out.model.shape.max_positions;
  if (cut.context > most) {
    throw InputError(fmt::format("--context: expected at most the model's {}, found {}", most, cut.context));
  }
  out.context = cut.context > 0 ? cut.context : std::min(most, kDefaultContext);
  const auto tokenizer = load_tokenizer(options, out.model);
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

}  // namespace lmulsim::cli
