// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "graph/trace.hpp"

#include <gmock/gmock.h>

#include "../formats/files.hpp"
#include "formats/open.hpp"
#include "tensors/safetensors.hpp"
#include "transformer/capture.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::graph {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Trace, WrittenByHandIsRead) {
  const Workload w = read_trace(formats::data_file("mlp.trace.json"));
  ASSERT_EQ(w.operators.size(), 4U);
  EXPECT_EQ(w.macs(), 2 * 4 * 12 * 8);
  EXPECT_EQ(w.operators[0].a_format, arith::Format::e4m3);
  EXPECT_EQ(w.operators[0].b_format, arith::Format::e5m2);
  EXPECT_EQ(w.operators[2].a_format, std::nullopt);
  EXPECT_THAT(w.operators[3].depends_on, ElementsAre(2));
  EXPECT_EQ(w.operators[1].kind, OperatorKind::gelu);
}

TEST(Trace, ComesBackAsItWasWritten) {
  const formats::ScratchFolder folder("trace_test");
  const transformer::Model model = formats::load_model(formats::data_file("tiny.bin"));
  const Workload before = transformer::capture(model, std::vector<int>{1, 289, 261}, {});
  write_trace(folder / "t.json", before);
  const Workload after = read_trace(folder / "t.json");
  EXPECT_EQ(trace_json(after, "t.safetensors"), trace_json(before, "t.safetensors"));
  EXPECT_EQ(after.tensors, before.tensors);
}

TEST(Trace, KeepsEveryFieldThatDiffersFromItsDefault) {
  const formats::ScratchFolder folder("trace_fields_test");
  Workload before;
  before.name = "w";
  before.source = "by hand";
  before.phase = Phase::decode;
  before.batch = 2;
  before.seq = 1;
  before.context = 9;
  before.parameters = 5;
  before.assumptions = {"a", "b"};
  const std::vector<std::uint32_t> codes{0x00, 0x38, 0x7E, 0xB8};
  before.tensors["x"] = tensors::make_tensor(tensors::DType::f8_e4m3, codes, {4, 1, 1});
  Operator gemm;
  gemm.name = "g";
  gemm.layer = 3;
  gemm.gemm = {1, 1, 1};
  gemm.count = 4;
  gemm.b_shared = 2;
  gemm.b_source = OperandSource::kv_cache;
  gemm.bias = true;
  gemm.a_format = arith::Format::e4m3;
  gemm.b_format = arith::Format::int8;
  gemm.a_tensor = "x";
  Operator softmax;
  softmax.name = "s";
  softmax.kind = OperatorKind::softmax;
  softmax.elements = 8;
  softmax.rows = 2;
  softmax.depends_on = {0};
  before.operators = {gemm, softmax};
  write_trace(folder / "t.json", before);
  const Workload after = read_trace(folder / "t.json");
  EXPECT_EQ(trace_json(after, "t"), trace_json(before, "t"));
  EXPECT_EQ(after.tensors.at("x").codes(), codes);
  EXPECT_EQ(after.operators[0].b_source, OperandSource::kv_cache);
  EXPECT_EQ(after.operators[1].rows, 2);
}

TEST(Trace, TakesTheFormatFromCodedTensors) {
  const formats::ScratchFolder folder("trace_format_test");
  tensors::write_safetensors(
      folder / "t.safetensors",
      {{"a", tensors::make_tensor(tensors::DType::f8_e5m2, std::vector<std::uint32_t>{1, 2}, {1, 2})},
       {"b", tensors::make_tensor(std::vector<float>{1, 2}, {2, 1})}});
  util::write_file_atomic(folder / "t.json", R"({"schema": "lmulsim-trace/1", "tensors": "t.safetensors",
      "operators": [{"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 2, "a": "a", "b": "b"}]})");
  const Workload w = read_trace(folder / "t.json");
  EXPECT_EQ(w.operators[0].a_format, arith::Format::e5m2);
  EXPECT_EQ(w.operators[0].b_format, std::nullopt);
  EXPECT_EQ(w.tensors.at("b").floats(), (std::vector<float>{1, 2}));
}

struct Bad {
  const char* operators;  ///< what stands in the array of operators
  const char* message;
};

class BadTrace : public testing::TestWithParam<Bad> {};

TEST_P(BadTrace, IsRefusedByPlace) {
  const formats::ScratchFolder folder("bad_trace_test");
  util::write_file_atomic(folder / "t.json",
                          std::string(R"({"schema": "lmulsim-trace/1", "operators": [)") + GetParam().operators + "]}");
  EXPECT_THAT([&] { (void)read_trace(folder / "t.json"); }, ThrowsMessage<InputError>(HasSubstr(GetParam().message)));
}

constexpr const char* kFirst = R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1},)";

INSTANTIATE_TEST_SUITE_P(
    Cases, BadTrace,
    testing::Values(
        Bad{"", "expected at least one operator, found none"},
        Bad{"7", "operators[0]: expected an object, found the number 7"},
        Bad{R"({"kind": "gemm"})", "operators[0]: name: expected a string, but the key is missing"},
        Bad{R"({"name": "g", "kind": "gem"})", "operators[0]: kind: expected one of gemm, softmax"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1})", "operators[0]: k: expected an integer"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 0, "n": 1, "k": 1})", "operators[0]: m: expected an integer from 1"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1, "elements": 1})", "unknown key 'elements'"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1, "a_fromat": "e4m3"})", "did you mean 'a_format'?"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1, "a_format": "e4mx3"})",
            "found 'e4mx3' (did you mean 'e4m3'?)"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1, "count": 3, "b_shared": 2})",
            "multiple of b_shared"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 1, "n": 1, "k": 1, "a": "t"})", "there is no tensor 't'"},
        Bad{R"({"name": "g", "kind": "gemm", "m": 100000000, "n": 100000000, "k": 100000000})", "more than 1e+15"},
        Bad{R"({"name": "", "kind": "gelu", "elements": 1})", "expected a name, found an empty one"},
        Bad{R"({"name": "x", "kind": "gelu", "elements": 0})", "elements: expected an integer from 1"},
        Bad{R"({"name": "x", "kind": "softmax", "elements": 4, "rows": 5})", "expected 0 to 4 rows, found 5"},
        Bad{R"({"name": "x", "kind": "gelu", "elements": 1, "depends_on": "g"})", "depends_on: expected an array"},
        Bad{R"({"name": "x", "kind": "gelu", "elements": 1, "depends_on": [0]})", "expected names of operators"},
        Bad{R"({"name": "x", "kind": "gelu", "elements": 1, "depends_on": ["x"]})", "given before, found 'x'"},
        Bad{R"({"name": "x", "kind": "gelu", "elements": 1}, {"name": "x", "kind": "gelu", "elements": 1})",
            "operator 'x': the name is used twice"}));

TEST(Trace, ALaterNameIsNoDependency) {
  const formats::ScratchFolder folder("trace_order_test");
  util::write_file_atomic(folder / "t.json",
                          std::string(R"({"schema": "lmulsim-trace/1", "operators": [)") + kFirst +
                              R"({"name": "x", "kind": "gelu", "elements": 1, "depends_on": ["gg"]}]})");
  EXPECT_THAT([&] { (void)read_trace(folder / "t.json"); },
              ThrowsMessage<InputError>(HasSubstr("operators[1]: depends_on: expected an operator given before, found "
                                                  "'gg' (did you mean 'g'?)")));
}

TEST(Trace, OfAnotherVersionOrPlaceIsRefused) {
  const formats::ScratchFolder folder("trace_version_test");
  util::write_file_atomic(folder / "v.json", R"({"schema": "lmulsim-trace/2", "operators": []})");
  EXPECT_THAT([&] { (void)read_trace(folder / "v.json"); },
              ThrowsMessage<InputError>(HasSubstr("expected 'lmulsim-trace/1', found 'lmulsim-trace/2'")));
  util::write_file_atomic(folder / "p.json", R"({"schema": "lmulsim-trace/1", "tensors": "../x.safetensors",
      "operators": [{"name": "x", "kind": "gelu", "elements": 1}]})");
  EXPECT_THAT([&] { (void)read_trace(folder / "p.json"); },
              ThrowsMessage<InputError>(HasSubstr("expected the name of a file beside the trace")));
}

TEST(Trace, ShapesAndFormatsOfTensorsMustBeTheOperators) {
  const formats::ScratchFolder folder("trace_shape_test");
  tensors::write_safetensors(
      folder / "t.safetensors",
      {{"a", tensors::make_tensor(std::vector<float>(6), {2, 3})},
       {"q", tensors::make_tensor(tensors::DType::f8_e4m3, std::vector<std::uint32_t>(6), {3, 2})}});
  const auto with = [&](const std::string& keys) {
    util::write_file_atomic(folder / "t.json", R"({"schema": "lmulsim-trace/1", "tensors": "t.safetensors",
        "operators": [{"name": "g", "kind": "gemm", "m": 3, "n": 1, "k": 2, )" +
                                                   keys + "}]}");
    (void)read_trace(folder / "t.json");
  };
  EXPECT_THAT([&] { with(R"("a": "a")"); },
              ThrowsMessage<InputError>(HasSubstr("tensor 'a': expected the shape [1, 3, 2], found [2, 3]")));
  EXPECT_THAT([&] { with(R"("a": "q", "a_format": "e5m2")"); },
              ThrowsMessage<InputError>(HasSubstr("tensor 'q': holds F8_E4M3 words, but the operator says e5m2")));
  EXPECT_NO_THROW(with(R"("a": "q")"));
}

}  // namespace
}  // namespace lmulsim::graph
