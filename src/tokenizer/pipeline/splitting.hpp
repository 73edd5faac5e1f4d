// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tokenizer/pipeline/pattern.hpp"
#include "util/json.hpp"

namespace lmulsim::tokenizer::pipeline {

/// What becomes of the matches at which a text is split.
enum class Behavior : std::uint8_t { removed, isolated, merged_with_previous, merged_with_next, contiguous };

[[nodiscard]] Behavior read_behavior(util::JsonReader& r);

/// The parts of a text, in order; empty ones are left out. `spans` covers the text (Pattern::spans).
[[nodiscard]] std::vector<Span> split(const std::vector<Span>& spans, Behavior behavior);

/// Every character with the property is a match of its own.
[[nodiscard]] std::vector<Span> character_spans(std::string_view text, bool (*property)(char32_t));

}  // namespace lmulsim::tokenizer::pipeline
