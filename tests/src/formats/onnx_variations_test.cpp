// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Small models of every kind that exporters and quantisers write, each read right by the arithmetic beside it, or
// refused by name.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <span>

#include "formats/onnx/onnx.hpp"
#include "onnx_writer.hpp"
#include "util/error.hpp"

namespace lmulsim::formats {
namespace {

using W = OnnxWriter;
using Kind = graph::OperatorKind;
using testing::ElementsAre;
using testing::HasSubstr;

graph::Workload read(const OnnxWriter& model, const onnx::Dimensions& dimensions = {}) {
  const std::string bytes = model.bytes();
  return onnx::parse_onnx(std::as_bytes(std::span(bytes)), "m.onnx", dimensions);
}

std::string refusal(const OnnxWriter& model) {
  try {
    (void)read(model);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

struct Variation {
  const char* name;
  OnnxWriter model;
  std::int64_t macs;        ///< by hand
  std::int64_t parameters;  ///< by hand
};

void PrintTo(const Variation& v, std::ostream* out) {
  *out << v.name;
}

class OnnxVariation : public testing::TestWithParam<Variation> {};

TEST_P(OnnxVariation, HasTheProductsOfItsShapes) {
  const graph::Workload w = read(GetParam().model);
  EXPECT_EQ(w.macs(), GetParam().macs);
  EXPECT_EQ(w.parameters, GetParam().parameters);
}

const auto kByName = [](const auto& info) { return std::string(info.param.name); };

std::vector<Variation> plain_products() {
  return {
      {"HalvesOfSet7",
       W(7).input("x", kFloat16, {3, 5}).weight("w", kFloat16, {5, 7}).node("MatMul", {"x", "w"}, {"y"}), 3 * 5 * 7,
       35},
      {"BatchesOfSet9",
       W(9).input("x", kFloat, {2, 4, 3, 5}).input("z", kFloat, {4, 5, 6}).node("MatMul", {"x", "z"}, {"y"}),
       2 * 4 * 3 * 5 * 6, 0},
      {"GemmOfSet11",
       W(11)
           .input("x", kFloat, {3, 5})
           .weight("w", kFloat, {7, 5})
           .weight("b", kFloat, {7})
           .node("Gemm", {"x", "w", "b"}, {"y"}, {W::integer("transB", 1)}),
       3 * 5 * 7, 42},
      {"GemmWithAFirstOperandThatIsTurned",
       W().input("x", kFloat, {5, 3})
           .weight("w", kFloat, {5, 7})
           .node("Gemm", {"x", "w"}, {"y"}, {W::integer("transA", 1)}),
       3 * 5 * 7, 35},
      {"ConvolutionInGroups",
       W().input("x", kFloat, {2, 4, 6, 6})
           .weight("w", kFloat, {6, 2, 3, 3})
           .node("Conv", {"x", "w"}, {"y"}, {W::integer("group", 2)}),
       2 * 16 * 6 * 18, 108},
      {"ConvolutionOfBfloat16InSet22",
       W(22).input("x", kBfloat16, {1, 4, 10}).weight("w", kBfloat16, {3, 4, 5}).node("Conv", {"x", "w"}, {"y"}),
       6 * 3 * 20, 60},
  };
}

std::vector<Variation> integer_products() {
  const auto scaled = [](OnnxWriter w) {
    return w.weight("s", kFloat, {}).weight("u", kUint8, {}).weight("i", kInt8, {});
  };
  return {
      {"ConvInteger",
       W().input("x", kUint8, {1, 3, 6, 6}).weight("w", kInt8, {4, 3, 3, 3}).node("ConvInteger", {"x", "w"}, {"y"}),
       16 * 4 * 27, 108},
      {"QLinearMatMulOfBatches",
       scaled(W().input("x", kInt8, {2, 3, 5}).weight("w", kInt8, {5, 7}))
           .node("QLinearMatMul", {"x", "s", "i", "w", "s", "i", "s", "i"}, {"y"}),
       2 * 3 * 5 * 7, 35 + 1},
      {"QLinearConvOfChannelsWithBias",
       scaled(W(10).input("x", kUint8, {1, 4, 5, 5}).weight("w", kUint8, {4, 1, 3, 3}).weight("b", kInt32, {4}))
           .node("QLinearConv", {"x", "s", "u", "w", "s", "u", "s", "u", "b"}, {"y"}, {W::integer("group", 4)}),
       9 * 4 * 9, 36 + 4 + 1},
      {"MatMulIntegerOfABatchByAMatrix",
       W().input("x", kUint8, {2, 3, 5}).weight("w", kUint8, {5, 7}).node("MatMulInteger", {"x", "w"}, {"y"}),
       2 * 3 * 5 * 7, 35},
      {"MatMulIntegerOfTwoActivations",
       W().input("x", kUint8, {4, 3, 5}).input("z", kInt8, {4, 5, 2}).node("MatMulInteger", {"x", "z"}, {"y"}),
       4 * 3 * 5 * 2, 0},
      {"GemmOfIntegers", W().input("x", kInt64, {3, 5}).weight("w", kInt64, {5, 7}).node("Gemm", {"x", "w"}, {"y"}),
       3 * 5 * 7, 35},
      {"QGemm",
       scaled(W().input("x", kUint8, {3, 5}).weight("w", kUint8, {7, 5}))
           .node("QGemm", {"x", "s", "u", "w", "s", "u"}, {"y"}, {W::integer("transB", 1)}, "com.microsoft"),
       3 * 5 * 7, 35 + 1},
      {"MatMulOfFourBits",
       W().input("x", kFloat, {2, 3, 64})
           .weight("w", kUint8, {16, 2, 16})
           .weight("s", kFloat, {32})
           .node("MatMulNBits", {"x", "w", "s"}, {"y"},
                 {W::integer("K", 64), W::integer("N", 16), W::integer("bits", 4), W::integer("block_size", 32)},
                 "com.microsoft"),
       2 * 3 * 64 * 16, 64 * 16 + 32},
      {"FusedMatMulOfATurnedOperand",
       W().input("x", kFloat, {2, 3, 5})
           .input("z", kFloat, {2, 7, 5})
           .node("FusedMatMul", {"x", "z"}, {"y"}, {W::integer("transB", 1)}, "com.microsoft"),
       2 * 3 * 5 * 7, 0},
      {"DynamicQuantizeMatMul",
       scaled(W().input("x", kFloat, {3, 5}).weight("w", kInt8, {5, 7}))
           .node("DynamicQuantizeMatMul", {"x", "w", "s"}, {"y"}, {}, "com.microsoft"),
       3 * 5 * 7, 35 + 1},
      {"MatMulIntegerToFloat",
       scaled(W().input("x", kUint8, {3, 5}).weight("w", kInt8, {5, 7}))
           .node("MatMulIntegerToFloat", {"x", "w", "s", "s"}, {"y"}, {}, "com.microsoft"),
       3 * 5 * 7, 35 + 1},
  };
}

std::vector<Variation> dequantised_weights() {
  return {
      {"OfEightBits",
       W().input("x", kFloat, {3, 8})
           .weight("q", kInt8, {8, 6})
           .weight("s", kFloat, {})
           .node("DequantizeLinear", {"q", "s"}, {"w"})
           .node("MatMul", {"x", "w"}, {"y"}),
       3 * 8 * 6, 48 + 1},
      {"OfFourBitsInBlocks",
       W(21)
           .input("x", kFloat, {3, 8})
           .weight("q", kInt4, {8, 5})
           .weight("s", kFloat, {2, 5})
           .node("DequantizeLinear", {"q", "s"}, {"w"}, {W::integer("axis", 0), W::integer("block_size", 4)})
           .node("MatMul", {"x", "w"}, {"y"}),
       3 * 8 * 5, 40 + 10},
      {"OfHalvesAndEightBitsOfReals",
       W(19)
           .input("x", kFloat16, {3, 8})
           .weight("q", kFloat8, {8, 6})
           .weight("s", kFloat16, {})
           .node("DequantizeLinear", {"q", "s"}, {"w"})
           .node("MatMul", {"x", "w"}, {"y"}),
       3 * 8 * 6, 48 + 1},
      {"OnBothSides",
       W(21)
           .input("x", kFloat, {3, 8})
           .weight("q", kInt8, {8, 6})
           .weight("s", kFloat, {})
           .weight("z", kUint8, {})
           .node("QuantizeLinear", {"x", "s", "z"}, {"xq"})
           .node("DequantizeLinear", {"xq", "s", "z"}, {"xd"})
           .node("DequantizeLinear", {"q", "s"}, {"w"})
           .node("MatMul", {"xd", "w"}, {"y"}),
       3 * 8 * 6, 48 + 1},
  };
}

/// Shapes that later sets compute in another way; a product after them shows the result.
std::vector<Variation> later_sets() {
  const W x = W(18).input("x", kFloat, {2, 3, 4});
  const auto then = [](W w, const char* value, std::int64_t k) {
    return w.weight("w", kFloat, {k, 5}).node("MatMul", {value, "w"}, {"y"});
  };
  const auto image = [](std::uint64_t set) { return W(set).input("x", kFloat, {1, 2, 4, 6}); };
  const auto point = [](W w) { return w.weight("w", kFloat, {3, 2, 1, 1}).node("Conv", {"r", "w"}, {"y"}); };
  return {
      {"MeanOverAxesThatAreAnOperand",
       then(W(x).numbers("a", {1}).node("ReduceMean", {"x", "a"}, {"r"}, {W::integer("keepdims", 0)}), "r", 4),
       2 * 4 * 5, 20},
      {"MaximumOverTheLastAxis",
       then(W(20).input("x", kFloat, {2, 3, 4}).numbers("a", {-1}).node("ReduceMax", {"x", "a"}, {"r"}), "r", 1), 6 * 5,
       5},
      {"SumOfSquaresOverNoAxes",
       then(W(x).node("ReduceSumSquare", {"x"}, {"r"}, {W::integer("noop_with_empty_axes", 1)}), "r", 4), 6 * 4 * 5,
       20},
      {"NormOverAllAxes", then(W(x).node("ReduceL2", {"x"}, {"r"}), "r", 1), 5, 5},
      {"UnevenParts",
       then(W(18)
                .input("x", kFloat, {2, 8})
                .node("Split", {"x"}, {"p", "q", "r"}, {W::integer("axis", 1), W::integer("num_outputs", 3)}),
            "r", 2),
       2 * 2 * 5, 10},
      {"PartsOfGivenSizes",
       then(W(18)
                .input("x", kFloat, {2, 8})
                .numbers("sizes", {3, 5})
                .node("Split", {"x", "sizes"}, {"p", "r"}, {W::integer("axis", -1)}),
            "r", 5),
       2 * 5 * 5, 25},
      {"PaddedOnOneAxis",
       then(W(x).numbers("pads", {1, 2}).numbers("a", {2}).node("Pad", {"x", "pads", "", "a"}, {"r"}), "r", 7),
       6 * 7 * 5, 35},
      {"ResizedToSizesOfTwoAxes",
       point(image(18)
                 .numbers("sizes", {6, 9})
                 .node("Resize", {"x", "", "", "sizes"}, {"r"}, {W::integers("axes", {2, 3})})),
       6 * 9 * 6, 6},
      {"ResizedWithItsAspectKept",
       point(image(19)
                 .numbers("sizes", {8, 9})
                 .node("Resize", {"x", "", "", "sizes"}, {"r"},
                       {W::integers("axes", {2, 3}), W::word("keep_aspect_ratio_policy", "not_larger")})),
       6 * 9 * 6, 6},
      {"ResizedByScales",
       point(image(18).reals("s", {1, 1, 2, 0.5F}).node("Resize", {"x", "", "s"}, {"r"}, {W::integer("antialias", 1)})),
       8 * 3 * 6, 4 + 6},
      {"PoolOfSpreadWindows",
       point(image(19).node("AveragePool", {"x"}, {"r"},
                            {W::integers("kernel_shape", {2, 2}), W::integers("dilations", {2, 3})})),
       2 * 3 * 6, 6},
      {"CastWithSaturation",
       then(W(19)
                .input("x", kFloat16, {2, 4})
                .node("Cast", {"x"}, {"r"}, {W::integer("to", 1), W::integer("saturate", 0)}),
            "r", 4),
       2 * 4 * 5, 20},
      {"ShapesFromShapesInSet21",
       then(W(21)
                .input("x", kFloat, {2, 3, 4})
                .numbers("minus", {-1})
                .node("Shape", {"x"}, {"s"}, {W::integer("start", 2)})
                .node("Concat", {"minus", "s"}, {"t"}, {W::integer("axis", 0)})
                .node("Reshape", {"x", "t"}, {"r"}),
            "r", 4),
       6 * 4 * 5, 20},
      {"AttentionOfGroups",
       W(23)
           .input("q", kFloat, {2, 6, 3, 8})
           .input("k", kFloat, {2, 2, 5, 8})
           .input("v", kFloat, {2, 2, 5, 4})
           .node("Attention", {"q", "k", "v"}, {"y"}),
       2 * 6 * (3 * 5 * 8 + 3 * 4 * 5), 0},
      {"AttentionWithAPastOfThreeDimensions",
       W(23)
           .input("q", kFloat, {1, 3, 32})
           .input("k", kFloat, {1, 3, 16})
           .input("v", kFloat, {1, 3, 16})
           .input("pk", kFloat, {1, 2, 7, 8})
           .input("pv", kFloat, {1, 2, 7, 8})
           .weight("w", kFloat, {32, 5})
           .node("Attention", {"q", "k", "v", "", "pk", "pv"}, {"r", "nk", "nv"},
                 {W::integer("q_num_heads", 4), W::integer("kv_num_heads", 2)})
           .node("MatMul", {"r", "w"}, {"y"}),
       4 * 2 * (3 * 10 * 8) + 3 * 32 * 5, 160},
  };
}

INSTANTIATE_TEST_SUITE_P(Products, OnnxVariation, testing::ValuesIn(plain_products()), kByName);
INSTANTIATE_TEST_SUITE_P(Integers, OnnxVariation, testing::ValuesIn(integer_products()), kByName);
INSTANTIATE_TEST_SUITE_P(Weights, OnnxVariation, testing::ValuesIn(dequantised_weights()), kByName);
INSTANTIATE_TEST_SUITE_P(LaterSets, OnnxVariation, testing::ValuesIn(later_sets()), kByName);

struct Named {
  const char* op;
  std::uint64_t set;
  OnnxWriter model;
};

void PrintTo(const Named& n, std::ostream* out) {
  *out << n.op;
}

class OnnxRefusal : public testing::TestWithParam<Named> {};

TEST_P(OnnxRefusal, NamesTheOperator) {
  EXPECT_THAT(refusal(GetParam().model), HasSubstr(std::string("node 'y' (") + GetParam().op + "): "));
}

Named refused(const char* op, std::uint64_t set, const W::Names& inputs, const std::vector<Message>& attributes = {}) {
  const std::string_view name(op);
  const std::size_t dot = name.rfind('.');
  const bool other = dot != std::string_view::npos;
  return {op, set,
          W(set)
              .input("x", kFloat, {1, 4, 6, 6})
              .input("z", kFloat, {4, 4, 6, 6})
              .input("s", kFloat, {1, 4, 6})
              .input("m", kFloat, {1, 24, 6})
              .input("r", kFloat, {1, 24, 6})
              .node(other ? name.substr(dot + 1) : name, inputs, {"y"}, attributes, other ? name.substr(0, dot) : "")};
}

std::vector<Named> refusals() {
  return {refused("Einsum", 13, {"x", "z"}, {W::word("equation", "abcd,ebcd->ae")}),
          refused("ConvTranspose", 13, {"x", "z"}, {W::integers("kernel_shape", {6, 6})}),
          refused("LSTM", 14, {"s", "m", "r"}, {W::integer("hidden_size", 6)}),
          refused("GRU", 14, {"s", "m", "r"}, {W::integer("hidden_size", 6)}),
          refused("RNN", 14, {"s", "m", "r"}, {W::integer("hidden_size", 6)}),
          refused("Det", 13, {"x"}),
          refused("DeformConv", 19, {"x", "z", "x"}, {W::integers("kernel_shape", {6, 6})}),
          refused("AffineGrid", 20, {"x", "z"}),
          refused("Col2Im", 18, {"x", "z", "z"}),
          refused("CenterCropPad", 18, {"x", "z"}),
          refused("StringConcat", 20, {"x", "z"}),
          refused("com.microsoft.QAttention", 13, {"x", "z"}),
          refused("com.microsoft.MultiHeadAttention", 13, {"x", "z"}),
          refused("com.microsoft.GroupQueryAttention", 21, {"x", "z"}),
          refused("com.microsoft.FusedConv", 13, {"x", "z"}),
          refused("com.microsoft.QLinearAdd", 13, {"x", "z"}),
          refused("ai.onnx.ml.TreeEnsembleRegressor", 13, {"x"})};
}

INSTANTIATE_TEST_SUITE_P(Operators, OnnxRefusal, testing::ValuesIn(refusals()));

std::vector<std::string> kinds(const graph::Workload& workload) {
  std::vector<std::string> all;
  for (const graph::Operator& op : workload.operators) {
    all.emplace_back(graph::name_of(op.kind));
  }
  return all;
}

TEST(OnnxVariations, KeepIntegersThatCarryNumbers) {
  const graph::Workload w = read(W().input("x", kUint8, {2, 8})
                                     .weight("w", kInt8, {8, 4})
                                     .weight("b", kInt32, {2, 4})
                                     .node("MatMulInteger", {"x", "w"}, {"sums"})
                                     .node("Reshape", {"sums", "shape"}, {"same"})
                                     .numbers("shape", {2, 4})
                                     .node("Add", {"same", "b"}, {"more"})
                                     .node("Cast", {"more"}, {"y"}, {W::integer("to", 1)}));
  EXPECT_THAT(kinds(w), ElementsAre("gemm", "elementwise", "convert"));
}

TEST(OnnxVariations, LeaveIndicesAlone) {
  const graph::Workload w =
      read(W().input("x", kFloat, {2, 8})
               .numbers("one", {1})
               .weight("table", kFloat, {9, 3})
               .node("ArgMax", {"x"}, {"best"}, {W::integer("axis", 1), W::integer("keepdims", 0)})
               .node("Add", {"best", "one"}, {"next"})
               .node("Gather", {"table", "next"}, {"y"}));
  EXPECT_THAT(kinds(w), ElementsAre("embedding"));
}

TEST(OnnxVariations, CountWhatLaterSetsBrought) {
  const graph::Workload w = read(W(23)
                                     .input("x", kFloat, {2, 6, 4})
                                     .weight("s", kFloat, {4})
                                     .weight("g", kFloat, {6})
                                     .weight("c", kFloat, {2, 6, 2})
                                     .node("RMSNormalization", {"x", "s"}, {"a"})
                                     .node("GroupNormalization", {"a", "g", "g"}, {"b"}, {W::integer("num_groups", 3)})
                                     .node("Gelu", {"b"}, {"d"})
                                     .node("Mish", {"d"}, {"e"})
                                     .node("RotaryEmbedding", {"e", "c", "c"}, {"y"}, {W::integer("num_heads", 1)}));
  EXPECT_THAT(kinds(w), ElementsAre("rms_norm", "layer_norm", "gelu", "elementwise", "rotary"));
  EXPECT_EQ(w.operators[0].rows, 12);
  EXPECT_EQ(w.operators[1].rows, 2 * 3);
  for (const graph::Operator& op : w.operators) {
    EXPECT_EQ(op.elements, 48) << op.name;
  }
}

TEST(OnnxVariations, FindNormsWhoseAxesAreAnOperand) {
  const graph::Workload w = read(W(18)
                                     .input("x", kFloat, {2, 6, 4})
                                     .numbers("last", {-1})
                                     .reals("two", {2})
                                     .reals("eps", {1e-5F})
                                     .node("Pow", {"x", "two"}, {"square"})
                                     .node("ReduceMean", {"square", "last"}, {"mean"})
                                     .node("Add", {"mean", "eps"}, {"sum"})
                                     .node("Sqrt", {"sum"}, {"root"})
                                     .node("Div", {"x", "root"}, {"y"}));
  EXPECT_THAT(kinds(w), ElementsAre("rms_norm"));
  EXPECT_EQ(w.operators[0].rows, 12);
}

TEST(OnnxVariations, TakeAttentionApart) {
  const graph::Workload w = read(W(23)
                                     .input("q", kFloat, {2, 6, 3, 8})
                                     .input("k", kFloat, {2, 2, 5, 8})
                                     .input("v", kFloat, {2, 2, 5, 4})
                                     .node("Attention", {"q", "k", "v"}, {"y"}));
  EXPECT_THAT(kinds(w), ElementsAre("gemm", "scale_mask", "softmax", "gemm"));
  EXPECT_EQ(w.operators[0].name, "y.scores");
  EXPECT_EQ(w.operators[0].gemm, (graph::Gemm{3, 5, 8}));
  EXPECT_EQ(w.operators[0].count, 12);
  EXPECT_EQ(w.operators[0].b_shared, 3);
  EXPECT_EQ(w.operators[2].rows, 2 * 6 * 3);
  EXPECT_EQ(w.operators[2].elements, 2 * 6 * 3 * 5);
  EXPECT_EQ(w.operators[3].gemm, (graph::Gemm{3, 4, 5}));
  EXPECT_THAT(w.operators[3].depends_on, ElementsAre(2));
}

TEST(OnnxVariations, GiveWeightsOfEightBitsAsTheyAre) {
  const graph::Workload w =
      read(W().input("x", kInt8, {2, 8}).weight("w", kInt8, {8, 4}).node("MatMulInteger", {"x", "w"}, {"y"}));
  ASSERT_TRUE(w.operators[0].b_tensor.has_value());
  EXPECT_EQ(w.tensors.at(*w.operators[0].b_tensor).dtype, tensors::DType::i8);
  EXPECT_EQ(w.operators[0].a_format, arith::Format::int8);
  EXPECT_EQ(w.operators[0].b_format, arith::Format::int8);
}

TEST(OnnxVariations, HaveNoValuesWithoutTheirFile) {
  const graph::Workload w =
      read(W().input("x", kFloat, {2, 8}).external("w", kFloat, {8, 4}, "gone.bin").node("MatMul", {"x", "w"}, {"y"}));
  EXPECT_EQ(w.macs(), 64);
  EXPECT_TRUE(w.tensors.empty());
}

}  // namespace
}  // namespace lmulsim::formats
