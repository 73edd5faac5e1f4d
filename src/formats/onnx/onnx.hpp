// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "graph/graph.hpp"

namespace lmulsim::formats::onnx {

/// Sizes of dimensions that an ONNX file leaves open, by their name in the file ("batch"), or "INPUT.INDEX" where they
/// have none.
using Dimensions = std::map<std::string, std::int64_t, std::less<>>;

/// An ONNX model (onnx.ai; operator sets 7 to 23 of the default domain) as a workload. Products of real numbers and of
/// integers become GEMMs, convolutions as im2col; softmax, norms, GELU and SiLU are found also where the file spells
/// them out in simpler operators; what is left is element-wise, a reduction, or moves values and costs nothing
/// (onnx_operators.hpp). Shapes are those of ONNX's own inference. Initialisers that are the second operand of a
/// product become tensors; those stored beside the model must lie in its folder, or be missing altogether.
///
/// Throws InputError "file: node 'name' (Op): ..." for an operator that multiplies and is not modelled or is not known,
/// a dimension that is open and not given, and a file that is not a valid model.
[[nodiscard]] graph::Workload read_onnx(const std::filesystem::path& path, const Dimensions& dimensions);

/// The same from memory; `path` is what messages say, and its folder has the external data.
[[nodiscard]] graph::Workload parse_onnx(std::span<const std::byte> bytes, const std::filesystem::path& path,
                                         const Dimensions& dimensions);

}  // namespace lmulsim::formats::onnx
