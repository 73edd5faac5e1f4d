// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pipeline/metaspace.hpp"

#include <array>

#include "tokenizer/pipeline/steps.hpp"

namespace lmulsim::tokenizer::pipeline {

Metaspace read_metaspace(util::JsonReader& r) {
  constexpr std::array<std::string_view, 3> kSchemes{"always", "first", "never"};
  Metaspace result{.replacement = read_character(r, "replacement")};
  result.split = r.optional_boolean("split").value_or(true);
  r.ignore("str_rep");  // the replacement once more
  const bool prefix = r.optional_boolean("add_prefix_space").value_or(true);
  result.prepend = prefix ? Metaspace::Prepend::always : Metaspace::Prepend::never;
  if (r.has("prepend_scheme")) {
    result.prepend = static_cast<Metaspace::Prepend>(r.choice("prepend_scheme", kSchemes));
  }
  if (!prefix && result.prepend != Metaspace::Prepend::never) {
    r.fail("prepend_scheme", "expected never, as add_prefix_space is false");
  }
  return result;
}

}  // namespace lmulsim::tokenizer::pipeline
