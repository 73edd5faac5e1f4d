// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "formats/hf/family.hpp"

namespace lmulsim::formats::hf {

/// A model_type of text and images, whose text network is a family of its own in text_config.
struct Wrapper {
  std::string_view type;
  std::string_view text;    ///< model_type of a text_config that does not say it
  std::string_view prefix;  ///< of its classes' names
  bool flat = false;        ///< older files have the keys of the text beside those of the images
};

[[nodiscard]] std::span<const Wrapper> wrappers();

/// Keys about images, outside and inside text_config.
[[nodiscard]] std::span<const Harmless> image_harmless();

/// Keys of the outer file that repeat what text_config has.
[[nodiscard]] std::span<const Harmless> outer_harmless();

/// The head by the outer `architectures`; logits are tied as text_config says, else the outer file, else `tied`.
void read_wrapped_head(Config& outer, Config& text, const Wrapper& wrapper, bool tied, transformer::Transformer& shape);

}  // namespace lmulsim::formats::hf
