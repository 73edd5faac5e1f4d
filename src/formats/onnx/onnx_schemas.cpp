// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Numbers of inputs, outputs and attributes are those of the operators' documents (onnx.ai, Operators; ONNX Runtime,
// Contrib Operators).
#include "formats/onnx/onnx_schemas.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "formats/onnx/onnx_shapes.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using ::onnx::AttributeProto;
using ::onnx::OpSchema;

constexpr int kMany = 64;  // more operands or results than any of these operators has

struct Count {
  int least = 1;
  int most = 1;
};

/// What an operator's definition says, as far as a reader of shapes needs it.
struct Form {
  const char* name;
  int since;
  Count inputs;
  Count outputs;
  ::onnx::InferenceFunction shapes;
  std::vector<std::pair<const char*, AttributeProto::AttributeType>> attributes;  ///< all optional
};

/// Every operand may be of its own type: those of a model that runs are right, and shapes do not depend on them.
OpSchema schema(const Form& form, const char* domain) {
  OpSchema out(form.name, "", 0);
  out.SetDomain(domain).SinceVersion(form.since).TypeAndShapeInferenceFunction(form.shapes);
  const auto option = [](int index, Count count) {
    return index < count.least ? OpSchema::Single : count.most == kMany ? OpSchema::Variadic : OpSchema::Optional;
  };
  const auto parameters = [](Count count) { return count.most == kMany ? count.least + 1 : count.most; };
  for (int i = 0; i < parameters(form.inputs); ++i) {
    const std::string type = "I" + std::to_string(i);
    out.Input(i, "input" + std::to_string(i), "", type, option(i, form.inputs));
    out.TypeConstraint(type, OpSchema::all_tensor_types_with_bfloat(), "");
  }
  for (int i = 0; i < parameters(form.outputs); ++i) {
    const std::string type = "O" + std::to_string(i);
    out.Output(i, "output" + std::to_string(i), "", type, option(i, form.outputs));
    out.TypeConstraint(type, OpSchema::all_tensor_types_with_bfloat(), "");
  }
  for (const auto& [name, type] : form.attributes) {
    out.Attr(name, "", type, false);
  }
  if (std::string_view(domain) == kMicrosoft) {
    out.AllowUncheckedAttributes();
  }
  out.Finalize();
  return out;
}

std::vector<Form> reductions() {
  std::vector<Form> forms;
  for (const char* name : {"ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean",
                           "ReduceMin", "ReduceProd", "ReduceSumSquare"}) {
    forms.push_back({name,
                     18,
                     {1, 2},
                     {},
                     shapes_of("ReduceSum", 13),
                     {{"keepdims", AttributeProto::INT}, {"noop_with_empty_axes", AttributeProto::INT}}});
  }
  return forms;
}

std::vector<Form> pools() {
  const std::vector<std::pair<const char*, AttributeProto::AttributeType>> attributes{
      {"auto_pad", AttributeProto::STRING},
      {"ceil_mode", AttributeProto::INT},
      {"count_include_pad", AttributeProto::INT},
      {"dilations", AttributeProto::INTS},
      {"kernel_shape", AttributeProto::INTS},
      {"p", AttributeProto::INT},
      {"pads", AttributeProto::INTS},
      {"strides", AttributeProto::INTS}};
  return {{"LpPool", 18, {}, {}, shapes_of("MaxPool", 12), attributes},
          {"AveragePool", 19, {}, {}, shapes_of("MaxPool", 12), attributes}};
}

std::vector<Form> elementwise() {
  return {{"BitwiseAnd", 18, {2, 2}, {}, broadcast_shapes, {}},
          {"BitwiseOr", 18, {2, 2}, {}, broadcast_shapes, {}},
          {"BitwiseXor", 18, {2, 2}, {}, broadcast_shapes, {}},
          {"BitwiseNot", 18, {}, {}, first_shape, {}},
          {"Mish", 18, {}, {}, first_shape, {}},
          {"Gelu", 20, {}, {}, first_shape, {{"approximate", AttributeProto::STRING}}}};
}

std::vector<Form> norms() {
  const std::vector<std::pair<const char*, AttributeProto::AttributeType>> attributes{
      {"axis", AttributeProto::INT},
      {"epsilon", AttributeProto::FLOAT},
      {"stash_type", AttributeProto::INT},
      {"num_groups", AttributeProto::INT}};
  return {{"GroupNormalization", 18, {3, 3}, {}, first_shape, attributes},
          {"RMSNormalization", 23, {2, 2}, {}, first_shape, attributes},
          {"SimplifiedLayerNormalization", 1, {2, 2}, {1, 2}, first_shape, attributes}};
}

std::vector<Form> conversions() {
  return {
      {"Cast", 19, {}, {}, cast_shape, {{"saturate", AttributeProto::INT}, {"to", AttributeProto::INT}}},
      {"CastLike", 19, {2, 2}, {}, cast_like_shape, {{"saturate", AttributeProto::INT}}},
      {"QuantizeLinear",
       19,
       {2, 3},
       {},
       quantize_shape,
       {{"axis", AttributeProto::INT},
        {"block_size", AttributeProto::INT},
        {"output_dtype", AttributeProto::INT},
        {"precision", AttributeProto::INT},
        {"saturate", AttributeProto::INT}}},
      {"DequantizeLinear",
       19,
       {2, 3},
       {},
       dequantize_shape,
       {{"axis", AttributeProto::INT}, {"block_size", AttributeProto::INT}, {"output_dtype", AttributeProto::INT}}}};
}

std::vector<Form> movements() {
  return {{"Split",
           18,
           {1, 2},
           {1, kMany},
           split_shapes,
           {{"axis", AttributeProto::INT}, {"num_outputs", AttributeProto::INT}}},
          {"Pad", 18, {2, 4}, {}, pad_shape, {{"mode", AttributeProto::STRING}}},
          {"Resize",
           18,
           {1, 4},
           {},
           resize_shape,
           {{"antialias", AttributeProto::INT},
            {"axes", AttributeProto::INTS},
            {"coordinate_transformation_mode", AttributeProto::STRING},
            {"cubic_coeff_a", AttributeProto::FLOAT},
            {"exclude_outside", AttributeProto::INT},
            {"extrapolation_value", AttributeProto::FLOAT},
            {"keep_aspect_ratio_policy", AttributeProto::STRING},
            {"mode", AttributeProto::STRING},
            {"nearest_mode", AttributeProto::STRING}}}};
}

std::vector<Form> attention() {
  return {{"Attention",
           23,
           {3, 6},
           {1, 4},
           attention_shapes,
           {{"is_causal", AttributeProto::INT},
            {"kv_num_heads", AttributeProto::INT},
            {"q_num_heads", AttributeProto::INT},
            {"qk_matmul_output_mode", AttributeProto::INT},
            {"scale", AttributeProto::FLOAT},
            {"softcap", AttributeProto::FLOAT},
            {"softmax_precision", AttributeProto::INT}}},
          {"RotaryEmbedding",
           23,
           {3, 4},
           {},
           first_shape,
           {{"interleaved", AttributeProto::INT},
            {"num_heads", AttributeProto::INT},
            {"rotary_embedding_dim", AttributeProto::INT}}}};
}

std::vector<Form> microsoft() {
  return {{"DynamicQuantizeMatMul", 1, {3, 5}, {}, product_shape, {}},
          {"FusedMatMul", 1, {2, 2}, {}, product_shape, {}},
          {"MatMulIntegerToFloat", 1, {4, 7}, {}, dequantized_product_shape, {}},
          {"MatMulNBits", 1, {3, 6}, {}, packed_product_shape, {}},
          {"QGemm", 1, {6, 9}, {}, quantized_gemm_shape, {}},
          {"Gelu", 1, {}, {}, first_shape, {}},
          {"QuickGelu", 1, {}, {}, first_shape, {}},
          {"FastGelu", 1, {1, 2}, {}, first_shape, {}},
          {"BiasGelu", 1, {2, 2}, {}, first_shape, {}},
          {"QuantizeLinear", 1, {2, 3}, {}, quantize_shape, {}},
          {"DequantizeLinear", 1, {2, 3}, {}, dequantize_shape, {}}};
}

}  // namespace

OnnxSchemas::OnnxSchemas() {
  for (const auto& forms : {reductions(), pools(), elementwise(), norms(), conversions(), movements(), attention()}) {
    for (const Form& form : forms) {
      own_.push_back(schema(form, ""));
    }
  }
  for (const Form& form : microsoft()) {
    own_.push_back(schema(form, kMicrosoft));
  }
}

const OnnxSchemas& OnnxSchemas::instance() {
  static const OnnxSchemas schemas;
  return schemas;
}

const ::onnx::OpSchema* OnnxSchemas::GetSchema(const std::string& op, int set, const std::string& domain) const {
  const OpSchema* newest =
      domain.empty() ? ::onnx::OpSchemaRegistry::Schema(op, std::min(set, kLibraryOpset), domain) : nullptr;
  for (const OpSchema& own : own_) {
    if (own.Name() == op && own.domain() == domain && own.SinceVersion() <= set) {
      newest = &own;  // never older than the library's
    }
  }
  return newest;
}

}  // namespace lmulsim::formats::onnx::detail
