// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdint>
#include <string>

#include "../src/formats/onnx_writer.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

namespace json = boost::json;
using formats::kFloat;
using formats::kInt32;
using formats::kInt64;
using formats::kInt8;
using formats::kUint8;
using formats::OnnxWriter;
using ::testing::HasSubstr;

/// The trace of a model, as the program writes it.
class OnnxTrials : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome trace(const OnnxWriter& model, const std::string& options = "") const {
    work_.write("m.onnx", model.bytes());
    return work_.run("trace --workload m.onnx --out t.json " + options);
  }

  [[nodiscard]] json::object read(const OnnxWriter& model, const std::string& options = "") const {
    const Outcome o = trace(model, options);
    EXPECT_EQ(o.code, 0) << o.err;
    return o.code == 0 ? json::parse(work_.read("t.json")).as_object() : json::object{{"operators", json::array()}};
  }

  static std::int64_t number(const json::object& op, const char* key) {
    return op.contains(key) ? op.at(key).to_number<std::int64_t>() : 1;
  }

  static std::int64_t macs(const json::object& trace) {
    std::int64_t sum = 0;
    for (const json::value& value : trace.at("operators").as_array()) {
      const json::object& op = value.as_object();
      if (op.at("kind") == "gemm") {
        sum += number(op, "m") * number(op, "n") * number(op, "k") * number(op, "count");
      }
    }
    return sum;
  }

  [[nodiscard]] std::int64_t macs_of(const OnnxWriter& model, const std::string& options = "") const {
    return macs(read(model, options));
  }

  static std::string assumptions(const json::object& trace) {
    return trace.contains("assumptions") ? json::serialize(trace.at("assumptions")) : "";
  }

 private:
  Workspace work_;
};

/// Two layers, the first of which is quantised on the way.
OnnxWriter dynamically_quantised() {
  return OnnxWriter()
      .input("x", kFloat, {2, 8})
      .weight("w1", kUint8, {8, 4})
      .weight("w2", kFloat, {4, 3})
      .node("DynamicQuantizeLinear", {"x"}, {"xq", "scale", "zero"})
      .node("MatMulInteger", {"xq", "w1", "zero"}, {"sums"})
      .node("Cast", {"sums"}, {"real"}, {OnnxWriter::integer("to", 1)})
      .node("Mul", {"real", "scale"}, {"scaled"})
      .node("MatMul", {"scaled", "w2"}, {"y"});
}

TEST_F(OnnxTrials, CountsProductsThatAreQuantisedOnTheWay) {
  const json::object t = read(dynamically_quantised());
  EXPECT_EQ(macs(t), 2 * 8 * 4 + 2 * 4 * 3);
  EXPECT_EQ(number(t, "parameters"), 8 * 4 + 4 * 3);
  EXPECT_THAT(assumptions(t), HasSubstr("2 operands of products are uint8 in the file"));
}

TEST_F(OnnxTrials, CountsConvolutionsOfQuantisedWords) {
  const OnnxWriter model = OnnxWriter()
                               .input("x", kFloat, {1, 3, 8, 8})
                               .weight("one", kFloat, {})
                               .weight("zero", kUint8, {})
                               .weight("signed", kInt8, {})
                               .weight("w", kInt8, {5, 3, 3, 3})
                               .weight("v", kFloat, {2, 5, 3, 3})
                               .node("QuantizeLinear", {"x", "one", "zero"}, {"xq"})
                               .node("QLinearConv", {"xq", "one", "zero", "w", "one", "signed", "one", "zero"}, {"yq"})
                               .node("DequantizeLinear", {"yq", "one", "zero"}, {"y"})
                               .node("Conv", {"y", "v"}, {"z"});
  const json::object t = read(model);
  EXPECT_EQ(macs(t), 6 * 6 * 5 * (3 * 9) + 4 * 4 * 2 * (5 * 9));
  const json::object& first = t.at("operators").at(1).as_object();
  EXPECT_EQ(first.at("b_format"), "int8");
  EXPECT_FALSE(first.contains("a_format"));
}

TEST_F(OnnxTrials, CountsProductsOfIntegers) {
  const OnnxWriter model = OnnxWriter()
                               .input("x", kInt32, {2, 8})
                               .weight("w1", kInt32, {8, 4})
                               .weight("w2", kFloat, {4, 3})
                               .node("MatMul", {"x", "w1"}, {"sums"})
                               .node("Cast", {"sums"}, {"real"}, {OnnxWriter::integer("to", 1)})
                               .node("MatMul", {"real", "w2"}, {"y"});
  EXPECT_EQ(macs_of(model), 88);
}

TEST_F(OnnxTrials, ReadsAModelOfOneProductOfIntegers) {
  const json::object t =
      read(OnnxWriter().input("x", kInt8, {2, 8}).weight("w", kInt8, {8, 4}).node("MatMulInteger", {"x", "w"}, {"y"}));
  ASSERT_EQ(t.at("operators").as_array().size(), 1U);
  EXPECT_EQ(macs(t), 64);
  EXPECT_EQ(t.at("operators").at(0).at("a_format"), "int8");
}

TEST_F(OnnxTrials, ReadsShapesWithoutTheFilesOfTheWeights) {
  const OnnxWriter model = OnnxWriter()
                               .input("x", kFloat, {2, 8})
                               .external("w", kFloat, {8, 4}, "nowhere.bin")
                               .node("MatMul", {"x", "w"}, {"y"});
  const json::object t = read(model);
  EXPECT_EQ(macs(t), 64);
  EXPECT_EQ(number(t, "parameters"), 32);
  EXPECT_THAT(assumptions(t), HasSubstr("1 tensors lie in files that are not there ('w' first): shapes only."));
}

TEST_F(OnnxTrials, ReadsTheOperatorSetsOfTodaysExporters) {
  for (const std::uint64_t set : {18, 19, 20, 21, 22, 23}) {
    EXPECT_EQ(
        macs_of(
            OnnxWriter(set).input("x", kFloat, {2, 8}).weight("w", kFloat, {8, 4}).node("MatMul", {"x", "w"}, {"y"})),
        64)
        << set;
  }
  const Outcome o = trace(OnnxWriter(24).input("x", kFloat, {2, 8}).node("Relu", {"x"}, {"y"}));
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("opset_import: expected version 7 to 23 of the default operator set, found 24"));
}

TEST_F(OnnxTrials, TakesSizesOfMinusOneAndNothingForOpenOnes) {
  for (const std::int64_t open : {-1, 0}) {
    const OnnxWriter model =
        OnnxWriter().input("x", kFloat, {open, 8}).weight("w", kFloat, {8, 4}).node("MatMul", {"x", "w"}, {"y"});
    EXPECT_EQ(macs_of(model, "--dimension x.0=5"), 5 * 8 * 4);
    const Outcome o = trace(model);
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, HasSubstr("input 'x': dimension 0 ('x.0') is open: expected its size (--dimension x.0=SIZE)"));
  }
}

}  // namespace
}  // namespace lmulsim::cli_test
