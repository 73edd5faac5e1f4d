// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_operators.hpp"

#include <algorithm>
#include <array>

namespace lmulsim::formats::onnx::detail {

namespace {

using Kind = graph::OperatorKind;
using Name = std::string_view;

constexpr Name kMultiplies = "an operator that multiplies and is not modelled";

constexpr std::array kProducts =
    std::to_array<Name>({"MatMul", "Gemm", "Conv", "MatMulInteger", "QLinearMatMul", "ConvInteger", "QLinearConv",
                         "Attention", "com.microsoft.DynamicQuantizeMatMul", "com.microsoft.FusedMatMul",
                         "com.microsoft.MatMulIntegerToFloat", "com.microsoft.MatMulNBits", "com.microsoft.QGemm"});

constexpr std::array kSoftmax = std::to_array<Name>({"Softmax", "LogSoftmax", "Hardmax"});

constexpr std::array kLayerNorm =
    std::to_array<Name>({"LayerNormalization", "InstanceNormalization", "GroupNormalization", "LpNormalization",
                         "MeanVarianceNormalization"});

constexpr std::array kRmsNorm = std::to_array<Name>({"RMSNormalization", "SimplifiedLayerNormalization"});

constexpr std::array kGelu = std::to_array<Name>(
    {"Gelu", "com.microsoft.Gelu", "com.microsoft.FastGelu", "com.microsoft.BiasGelu", "com.microsoft.QuickGelu"});

constexpr std::array kTanh = std::to_array<Name>({"Tanh"});

constexpr std::array kRotary = std::to_array<Name>({"RotaryEmbedding"});

constexpr std::array kConvert =
    std::to_array<Name>({"Cast", "CastLike", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear",
                         "com.microsoft.QuantizeLinear", "com.microsoft.DequantizeLinear"});

constexpr std::array kReduce = std::to_array<Name>(
    {"ReduceL1",   "ReduceL2",          "ReduceLogSum",    "ReduceLogSumExp", "ReduceMax",  "ReduceMean",  "ReduceMin",
     "ReduceProd", "ReduceSum",         "ReduceSumSquare", "ArgMax",          "ArgMin",     "AveragePool", "MaxPool",
     "LpPool",     "GlobalAveragePool", "GlobalMaxPool",   "GlobalLpPool",    "MaxRoiPool", "RoiAlign",    "CumSum",
     "TopK"});

constexpr std::array kElementwise = std::to_array<Name>({"Abs",
                                                         "Acos",
                                                         "Acosh",
                                                         "Add",
                                                         "Asin",
                                                         "Asinh",
                                                         "Atan",
                                                         "Atanh",
                                                         "BatchNormalization",
                                                         "Bernoulli",
                                                         "BitShift",
                                                         "BitwiseAnd",
                                                         "BitwiseNot",
                                                         "BitwiseOr",
                                                         "BitwiseXor",
                                                         "BlackmanWindow",
                                                         "Ceil",
                                                         "Celu",
                                                         "Clip",
                                                         "Cos",
                                                         "Cosh",
                                                         "Div",
                                                         "Elu",
                                                         "Erf",
                                                         "Exp",
                                                         "Floor",
                                                         "GridSample",
                                                         "HammingWindow",
                                                         "HannWindow",
                                                         "HardSigmoid",
                                                         "HardSwish",
                                                         "LRN",
                                                         "LeakyRelu",
                                                         "Log",
                                                         "Max",
                                                         "Mean",
                                                         "MelWeightMatrix",
                                                         "Min",
                                                         "Mish",
                                                         "Mod",
                                                         "Mul",
                                                         "Multinomial",
                                                         "Neg",
                                                         "PRelu",
                                                         "Pow",
                                                         "RandomNormal",
                                                         "RandomNormalLike",
                                                         "RandomUniform",
                                                         "RandomUniformLike",
                                                         "Reciprocal",
                                                         "Relu",
                                                         "Resize",
                                                         "Round",
                                                         "Selu",
                                                         "Shrink",
                                                         "Sigmoid",
                                                         "Sign",
                                                         "Sin",
                                                         "Sinh",
                                                         "Softplus",
                                                         "Softsign",
                                                         "Sqrt",
                                                         "Sub",
                                                         "Sum",
                                                         "Tan",
                                                         "ThresholdedRelu",
                                                         "Upsample",
                                                         "Where"});

constexpr std::array kFree = std::to_array<Name>({"And",
                                                  "Compress",
                                                  "Concat",
                                                  "Constant",
                                                  "ConstantOfShape",
                                                  "DepthToSpace",
                                                  "Dropout",
                                                  "Equal",
                                                  "Expand",
                                                  "EyeLike",
                                                  "Flatten",
                                                  "Gather",
                                                  "GatherElements",
                                                  "GatherND",
                                                  "Greater",
                                                  "GreaterOrEqual",
                                                  "Identity",
                                                  "IsInf",
                                                  "IsNaN",
                                                  "Less",
                                                  "LessOrEqual",
                                                  "MaxUnpool",
                                                  "NonMaxSuppression",
                                                  "NonZero",
                                                  "Not",
                                                  "OneHot",
                                                  "Or",
                                                  "Pad",
                                                  "Range",
                                                  "Reshape",
                                                  "ReverseSequence",
                                                  "Scatter",
                                                  "ScatterElements",
                                                  "ScatterND",
                                                  "Shape",
                                                  "Size",
                                                  "Slice",
                                                  "SpaceToDepth",
                                                  "Split",
                                                  "Squeeze",
                                                  "Tile",
                                                  "Transpose",
                                                  "Trilu",
                                                  "Unique",
                                                  "Unsqueeze",
                                                  "Xor"});

constexpr std::array kOtherProducts = std::to_array<Name>({"AffineGrid",
                                                           "ConvTranspose",
                                                           "DFT",
                                                           "DeformConv",
                                                           "Det",
                                                           "Einsum",
                                                           "GRU",
                                                           "LSTM",
                                                           "RNN",
                                                           "STFT",
                                                           "com.microsoft.Attention",
                                                           "com.microsoft.AttnLSTM",
                                                           "com.microsoft.ConvTransposeWithDynamicPads",
                                                           "com.microsoft.DecoderAttention",
                                                           "com.microsoft.DecoderMaskedMultiHeadAttention",
                                                           "com.microsoft.DecoderMaskedSelfAttention",
                                                           "com.microsoft.DynamicQuantizeLSTM",
                                                           "com.microsoft.FusedConv",
                                                           "com.microsoft.FusedGemm",
                                                           "com.microsoft.GemmFastGelu",
                                                           "com.microsoft.GemmFloat8",
                                                           "com.microsoft.GroupQueryAttention",
                                                           "com.microsoft.LongformerAttention",
                                                           "com.microsoft.MatMulBnb4",
                                                           "com.microsoft.MatMulFpQ4",
                                                           "com.microsoft.MatMulInteger16",
                                                           "com.microsoft.MoE",
                                                           "com.microsoft.MultiHeadAttention",
                                                           "com.microsoft.NhwcConv",
                                                           "com.microsoft.NhwcFusedConv",
                                                           "com.microsoft.PackedAttention",
                                                           "com.microsoft.PackedMultiHeadAttention",
                                                           "com.microsoft.PagedAttention",
                                                           "com.microsoft.QAttention",
                                                           "com.microsoft.QLinearConv",
                                                           "com.microsoft.QMoE",
                                                           "com.microsoft.QOrderedAttention",
                                                           "com.microsoft.QOrderedMatMul",
                                                           "com.microsoft.SparseAttention",
                                                           "com.microsoft.TransposeMatMul",
                                                           "com.microsoft.WordConvEmbedding"});

constexpr std::array kControl = std::to_array<Name>({"If", "Loop", "Scan", "SequenceMap"});

constexpr std::array kSequences = std::to_array<Name>(
    {"ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement", "SequenceAt", "SequenceConstruct",
     "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength", "SplitToSequence"});

constexpr std::array kTexts = std::to_array<Name>(
    {"ImageDecoder", "RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit", "TfIdfVectorizer"});

constexpr std::array kLosses = std::to_array<Name>({"NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss"});

constexpr std::array kRearranging = std::to_array<Name>({"CenterCropPad", "Col2Im"});

constexpr OnnxGroup counted(Kind kind, std::span<const Name> names) {
  return {OnnxClass::counted, kind, {}, names};
}

constexpr OnnxGroup refused(Name reason, std::span<const Name> names) {
  return {OnnxClass::refused, Kind::elementwise, reason, names};
}

constexpr std::array kGroups{OnnxGroup{OnnxClass::product, Kind::gemm, {}, kProducts},
                             counted(Kind::softmax, kSoftmax),
                             counted(Kind::layer_norm, kLayerNorm),
                             counted(Kind::rms_norm, kRmsNorm),
                             counted(Kind::gelu, kGelu),
                             counted(Kind::tanh, kTanh),
                             counted(Kind::rotary, kRotary),
                             counted(Kind::convert, kConvert),
                             counted(Kind::reduce, kReduce),
                             counted(Kind::elementwise, kElementwise),
                             OnnxGroup{OnnxClass::free, Kind::elementwise, {}, kFree},
                             refused(kMultiplies, kOtherProducts),
                             refused("control flow is not modelled", kControl),
                             refused("sequences and optional values are not modelled", kSequences),
                             refused("texts and images in files are not modelled", kTexts),
                             refused("losses of training are not modelled", kLosses),
                             refused("its shapes are not modelled", kRearranging)};

}  // namespace

std::span<const OnnxGroup> onnx_groups() {
  return kGroups;
}

const OnnxGroup* group_of(std::string_view op) {
  const auto* const found =
      std::ranges::find_if(kGroups, [op](const OnnxGroup& group) { return std::ranges::count(group.names, op) != 0; });
  return found == kGroups.end() ? nullptr : found;
}

}  // namespace lmulsim::formats::onnx::detail
