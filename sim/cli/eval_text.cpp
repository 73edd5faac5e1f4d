// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "util/error.hpp"
#include "util/file.hpp"
#include "workload/open.hpp"

namespace lmulsim::cli {

std::vector<inference::Window> EvalText::windows() const {
  return inference::cut_windows(documents, context, start);
}

EvalText load_eval_text(const ModelOptionValues& options, const std::string& text, const TextCut& cut) {
  EvalText out{workload::load_model(options.model), {}, {}};
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
  out.documents = inference::read_documents(util::read_file(text), *tokenizer);
  if (cut.tokens > 0) {
    out.documents = inference::first_tokens(std::move(out.documents), cut.tokens);
  }
  out.start = inference::window_start(*tokenizer);
  return out;
}

std::int64_t count_targets(std::span<const inference::Window> windows) {
  std::int64_t tokens = 0;
  for (const inference::Window& window : windows) {
    tokens += static_cast<std::int64_t>(window.targets.size());
  }
  return tokens;
}

}  // namespace lmulsim::cli
