// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "tensors/tensor_file.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::formats::hf {

/// Throws InputError naming a tensor of the file that the model did not ask for, unless it is one that does not change
/// what the model computes: passing over a weight gives another model. `type` is the config's model_type; `embedding`
/// names the table that a tied head shares.
void check_leftovers(const tensors::TensorFile& file, const transformer::Transformer& shape, std::string_view type,
                     std::string_view embedding);

}  // namespace lmulsim::formats::hf
