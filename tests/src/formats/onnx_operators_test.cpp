// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every operator of every set is in exactly one class.
#include "formats/onnx/onnx_operators.hpp"

#include <gmock/gmock.h>
#include <onnx/defs/schema.h>

#include <algorithm>
#include <set>
#include <string>

#include "formats/onnx/onnx_schemas.hpp"

namespace lmulsim::formats {
namespace {

using onnx::detail::OnnxClass;
using onnx::detail::OnnxGroup;

/// How many groups name an operator.
std::int64_t groups_with(std::string_view op) {
  std::int64_t count = 0;
  for (const OnnxGroup& group : onnx::detail::onnx_groups()) {
    count += std::ranges::count(group.names, op);
  }
  return count;
}

/// Operators of the default domain that came with the sets 18 to 23 (onnx.ai, Operators).
constexpr std::array kNew{"AffineGrid",         "Attention",      "BitwiseAnd",     "BitwiseNot",       "BitwiseOr",
                          "BitwiseXor",         "Col2Im",         "CenterCropPad",  "DeformConv",       "Gelu",
                          "GroupNormalization", "ImageDecoder",   "Mish",           "RMSNormalization", "StringSplit",
                          "StringConcat",       "RegexFullMatch", "RotaryEmbedding"};

TEST(OnnxOperators, AreInExactlyOneClass) {
  std::set<std::string> all(kNew.begin(), kNew.end());
  for (const ::onnx::OpSchema& schema : ::onnx::OpSchemaRegistry::get_all_schemas_with_history()) {
    if (schema.domain().empty()) {
      all.insert(schema.Name());
    }
  }
  for (const ::onnx::OpSchema& schema : onnx::detail::OnnxSchemas::instance().own()) {
    all.insert(schema.domain().empty() ? schema.Name() : schema.domain() + "." + schema.Name());
  }
  EXPECT_GT(all.size(), 190U);
  for (const std::string& op : all) {
    EXPECT_EQ(groups_with(op), 1) << op;
  }
  for (const OnnxGroup& group : onnx::detail::onnx_groups()) {
    for (const std::string_view op : group.names) {
      EXPECT_EQ(groups_with(op), 1) << op;
      EXPECT_TRUE(all.contains(std::string(op)) || group.treatment == OnnxClass::refused) << op;
    }
  }
}

/// Those whose results are sums of products of two operands, or of an operand and weights.
TEST(OnnxOperators, ThatMultiplyAreProductsOrRefused) {
  for (const char* op :
       {"Attention", "AffineGrid", "Conv", "ConvInteger", "ConvTranspose", "DFT", "DeformConv", "Det", "Einsum", "GRU",
        "Gemm", "LSTM", "MatMul", "MatMulInteger", "QLinearConv", "QLinearMatMul", "RNN", "STFT"}) {
    const OnnxGroup* group = onnx::detail::group_of(op);
    ASSERT_NE(group, nullptr) << op;
    EXPECT_TRUE(group->treatment == OnnxClass::product || group->treatment == OnnxClass::refused) << op;
  }
}

TEST(OnnxOperators, SayWhyTheyAreRefused) {
  for (const OnnxGroup& group : onnx::detail::onnx_groups()) {
    EXPECT_EQ(group.treatment == OnnxClass::refused, !group.reason.empty());
  }
}

}  // namespace
}  // namespace lmulsim::formats
