// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/defs/shape_inference.h>

namespace lmulsim::formats::onnx::detail {

// Shapes and element types of the results of operators whose definitions ONNX 1.12 does not have. Each leaves the
// shape open when one it needs is not known, and throws ::onnx::InferenceError when sizes do not fit. Run in the
// process of the inference.

/// The library's own inference of an operator of an older set.
[[nodiscard]] ::onnx::InferenceFunction shapes_of(const char* op, int set);

/// That of the first operand.
void first_shape(::onnx::InferenceContext& context);
/// Of two operands that are broadcast.
void broadcast_shapes(::onnx::InferenceContext& context);
/// That of the first operand, of the type of the attribute `to`.
void cast_shape(::onnx::InferenceContext& context);
/// That of the first operand, of the type of the second.
void cast_like_shape(::onnx::InferenceContext& context);
/// That of the first operand; words of the type of the zero point, of `output_dtype`, or uint8.
void quantize_shape(::onnx::InferenceContext& context);
/// That of the first operand; real numbers of the type of the scale.
void dequantize_shape(::onnx::InferenceContext& context);
/// Equal parts but for the last, or those that the second operand says.
void split_shapes(::onnx::InferenceContext& context);
/// Sizes before and after every axis, or every axis that the fourth operand names.
void pad_shape(::onnx::InferenceContext& context);
/// Scales or sizes of every axis, or of those of the attribute `axes`.
void resize_shape(::onnx::InferenceContext& context);
/// Y, and the keys and values of the past with those of this run after them.
void attention_shapes(::onnx::InferenceContext& context);
/// Matrices or batches of them, one or both transposed (`transA`, `transB`), of the first operand's type.
void product_shape(::onnx::InferenceContext& context);
/// The same of the type of the third operand, a scale.
void dequantized_product_shape(::onnx::InferenceContext& context);
/// com.microsoft's QGemm, whose second matrix is the fourth operand.
void quantized_gemm_shape(::onnx::InferenceContext& context);
/// com.microsoft's MatMulNBits, whose attribute `N` says the columns.
void packed_product_shape(::onnx::InferenceContext& context);

}  // namespace lmulsim::formats::onnx::detail
