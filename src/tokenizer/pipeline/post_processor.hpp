// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tokenizer/pipeline/vocabulary.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// What is put around a text.
struct PostProcessor {
  std::vector<int> before;
  std::vector<int> after;
};

/// Of the key "post_processor". Throws InputError naming the key at fault.
[[nodiscard]] PostProcessor read_post_processor(util::JsonReader& file, const Vocabulary& vocabulary);

}  // namespace lmulsim::tokenizer::pipeline
