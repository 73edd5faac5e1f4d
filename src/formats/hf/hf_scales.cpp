// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "formats/hf/hf_quantisation.hpp"
#include "util/error.hpp"

namespace lmulsim::formats::hf {

namespace {

std::int64_t blocks_of(std::int64_t size, std::int64_t block) {
  return (size + block - 1) / block;
}

/// One weight of the file, and what is known of its scale.
struct Scaled {
  const tensors::TensorFile& file;
  std::string_view name;
  std::span<const std::int64_t> shape;

  [[noreturn]] void fail(std::string_view tensor, const std::string& message) const {
    throw InputError(fmt::format("{}: tensor '{}': {}", file.where(), tensor, message));
  }

  [[nodiscard]] bool is_fp8() const {
    const auto found = file.directory().find(name);
    return found != file.directory().end() &&
           (found->second.type == tensors::StoredType::f8_e4m3 || found->second.type == tensors::StoredType::f8_e5m2);
  }

  /// The scale's name in the file, or none.
  [[nodiscard]] std::string scale() const {
    const std::string inverse = fmt::format("{}_scale_inv", name);  // it multiplies all the same
    const std::string plain = fmt::format("{}_scale", name);
    if (file.has(inverse) && file.has(plain)) {
      fail(plain, fmt::format("expected it or '{}', found both", inverse));
    }
    return file.has(inverse) ? inverse : file.has(plain) ? plain : "";
  }

  /// The blocks that the scale's shape stands for.
  [[nodiscard]] ScaleBlock block(const std::string& scale, const std::optional<ScaleBlock>& said,
                                 bool outputs_first) const {
    const tensors::StoredTensor& stored = file.directory().find(scale)->second;
    const std::int64_t rows = shape[0];
    const std::int64_t cols = shape[1];
    if (stored.elements() == 1 && (!said || (said->rows >= rows && said->cols >= cols))) {
      return {rows, cols};
    }
    const bool by_row = stored.elements() == rows && !stored.shape.empty() && stored.shape[0] == rows;
    if (!said && by_row && outputs_first) {
      return {1, cols};
    }
    const std::vector<std::int64_t> grid =
        said ? std::vector{blocks_of(rows, said->rows), blocks_of(cols, said->cols)} : std::vector<std::int64_t>{};
    if (said && outputs_first && std::ranges::equal(stored.shape, grid)) {
      return *said;
    }
    const std::string expected = said            ? fmt::format("[{}]", fmt::join(grid, ", "))
                                 : outputs_first ? fmt::format("[], [1], [{0}] or [{0}, 1]", rows)
                                                 : "[] or [1]";
    fail(scale,
         fmt::format("expected the shape {} for a weight of [{}]{}, found [{}]", expected, fmt::join(shape, ", "),
                     said ? " and the blocks of quantization_config" : "", fmt::join(stored.shape, ", ")));
  }
};

}  // namespace

tensors::Weight scaled_weight(const tensors::TensorFile& file, std::string_view name,
                              std::span<const std::int64_t> shape, const HfQuantisation& quantisation,
                              bool outputs_first) {
  const Scaled weight{file, name, shape};
  const std::string scale = weight.scale();
  if (scale.empty()) {
    if (quantisation.fp8 && weight.is_fp8()) {
      weight.fail(name, fmt::format("expected '{0}_scale' or '{0}_scale_inv' beside FP8 values, found none", name));
    }
    return file.weight(name, shape);
  }
  if (!weight.is_fp8() || shape.size() != 2) {
    weight.fail(scale, fmt::format("expected none, as '{}' is no matrix of FP8 values", name));
  }
  const ScaleBlock block = weight.block(scale, quantisation.block, outputs_first);
  const tensors::Weight factors = file.weight(scale, file.directory().find(scale)->second.shape);
  return file.weight(name, shape).scaled(factors, block.rows, block.cols);
}

}  // namespace lmulsim::formats::hf
