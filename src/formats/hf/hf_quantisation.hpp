// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tensors/tensor_file.hpp"

namespace lmulsim::formats::hf {

/// Sizes of the blocks of a matrix that share a scale.
struct ScaleBlock {
  std::int64_t rows = 0;
  std::int64_t cols = 0;
};

/// How the weights of a Hugging Face model are quantised.
struct HfQuantisation {
  bool fp8 = false;                 ///< FP8 weights have scales
  std::optional<ScaleBlock> block;  ///< unset: a scale per weight or per output
};

/// `quantization_config` (or `compression_config`) of a config.json. Methods: fp8, fbgemm_fp8, compressed-tensors with
/// FP8 weights, modelopt with FP8 weights. How activations and caches are quantised is passed over: that is the choice
/// of whoever runs the model. Throws InputError naming the key for any other scheme.
[[nodiscard]] HfQuantisation read_hf_quantisation(const boost::json::value& config, const std::string& where);

/// The weight, and with it `<name>_scale_inv` or `<name>_scale` of the file, by which its FP8 values are multiplied:
/// one number, one per row ([rows] or [rows, 1]), or one per block. `outputs_first`: rows are outputs. Throws
/// InputError naming the tensor for FP8 values of a quantised model without a scale, and a scale that does not fit.
[[nodiscard]] tensors::Weight scaled_weight(const tensors::TensorFile& file, std::string_view name,
                                            std::span<const std::int64_t> shape, const HfQuantisation& quantisation,
                                            bool outputs_first = true);

}  // namespace lmulsim::formats::hf
