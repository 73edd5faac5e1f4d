// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The models of tests/data/onnx, which make_onnx.py writes.
#include "formats/onnx/onnx.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "files.hpp"
#include "formats/workload_request.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;
using Kind = graph::OperatorKind;

graph::Workload read(const std::string& name, const onnx::Dimensions& dimensions) {
  return onnx::read_onnx(data_file("onnx/" + name), dimensions);
}

std::vector<std::string> kinds(const graph::Workload& workload) {
  std::vector<std::string> all;
  for (const graph::Operator& op : workload.operators) {
    all.emplace_back(graph::name_of(op.kind));
  }
  return all;
}

const graph::Operator& find(const graph::Workload& workload, std::string_view name) {
  const auto found = std::ranges::find(workload.operators, name, &graph::Operator::name);
  EXPECT_NE(found, workload.operators.end()) << name;
  return *found;
}

TEST(Onnx, ReadsAnMlpWithItsWeights) {
  const graph::Workload w = read("mlp.onnx", {{"batch", 5}});
  EXPECT_EQ(w.name, "mlp");
  EXPECT_THAT(kinds(w), ElementsAre("gemm", "gelu", "gemm", "softmax"));
  const graph::Operator& up = w.operators[0];
  EXPECT_EQ(up.gemm, (graph::Gemm{5, 6, 4}));
  EXPECT_TRUE(up.bias);
  EXPECT_EQ(up.b_source, graph::OperandSource::weights);
  const tensors::Tensor& up_weight = w.tensors.at(*up.b_tensor);
  EXPECT_EQ(up_weight.floats()[6], 6.0F / 64);  // stored as it is used, [k, n]
  const graph::Operator& down = w.operators[2];
  EXPECT_EQ(down.gemm, (graph::Gemm{5, 3, 6}));
  EXPECT_TRUE(down.bias);
  EXPECT_EQ(w.tensors.at(*down.b_tensor).floats()[1], 6.0F / 64);  // stored [n, k]: second column, first row
  EXPECT_EQ(w.operators[1].elements, 30);
  EXPECT_EQ(w.operators[3].elements, 15);
  EXPECT_EQ(w.operators[3].rows, 5);
  EXPECT_THAT(w.operators[3].depends_on, ElementsAre(2));
  EXPECT_EQ(w.parameters, 4 * 6 + 6 + 3 * 6 + 3 + 3);  // with the three constants of GELU
  EXPECT_THAT(w.assumptions, Contains("The open dimension batch is 5."));
}

TEST(Onnx, ReadsADecoderLayerSpeltOut) {
  const graph::Workload w = read("decoder.onnx", {{"seq", 7}});
  EXPECT_THAT(kinds(w), ElementsAre("embedding", "layer_norm", "gemm", "gemm", "gemm", "gemm", "scale_mask", "softmax",
                                    "gemm", "gemm", "residual_add", "rms_norm", "gemm", "gemm", "silu_multiply", "gemm",
                                    "residual_add", "gemm"));
  EXPECT_EQ(find(w, "norm1").elements, 7 * 8);
  EXPECT_EQ(find(w, "norm1").rows, 7);
  EXPECT_EQ(find(w, "norm2").rows, 7);
  EXPECT_EQ(find(w, "q").gemm, (graph::Gemm{7, 8, 8}));
  EXPECT_EQ(find(w, "k").gemm, (graph::Gemm{7, 4, 8}));
  const graph::Operator& scores = find(w, "scores");
  EXPECT_EQ(scores.gemm, (graph::Gemm{7, 7, 2}));
  EXPECT_EQ(scores.count, 4);
  EXPECT_EQ(scores.b_shared, 2) << "two query heads use one key head";
  EXPECT_EQ(scores.b_source, graph::OperandSource::activation);
  EXPECT_EQ(find(w, "masked").elements, 4 * 7 * 7);
  EXPECT_EQ(find(w, "attention").rows, 4 * 7);
  EXPECT_EQ(find(w, "values").gemm, (graph::Gemm{7, 2, 7}));
  EXPECT_EQ(find(w, "gated").elements, 7 * 12);
  const graph::Operator& head = w.operators.back();
  EXPECT_EQ(head.gemm, (graph::Gemm{7, 10, 8}));
  EXPECT_EQ(w.tensors.at(*head.b_tensor).floats()[1], 8.0F / 64) << "the embedding, transposed";
}

TEST(Onnx, ChainsOperatorsThroughThoseThatMoveValues) {
  const graph::Workload w = read("decoder.onnx", {{"seq", 3}});
  const auto names_before = [&](std::string_view name) {
    std::vector<std::string> names;
    for (const int d : find(w, name).depends_on) {
      names.push_back(w.operators[static_cast<std::size_t>(d)].name);
    }
    return names;
  };
  EXPECT_THAT(names_before("scores"), ElementsAre("q", "k"));
  EXPECT_THAT(names_before("masked"), ElementsAre("scores"));
  EXPECT_THAT(names_before("values"), ElementsAre("v", "attention"));
  EXPECT_THAT(names_before("sum1"), ElementsAre("embed", "o"));
  EXPECT_THAT(names_before("gated"), ElementsAre("gate", "up"));
}

TEST(Onnx, LaysConvolutionsOutAsProducts) {
  const graph::Workload w = read("cnn.onnx", {});
  EXPECT_THAT(kinds(w), ElementsAre("gemm", "elementwise", "gemm", "elementwise", "reduce", "gemm"));
  const graph::Operator& conv = find(w, "conv");
  EXPECT_EQ(conv.gemm, (graph::Gemm{2 * 4 * 4, 4, 27}));
  EXPECT_TRUE(conv.bias);
  EXPECT_EQ(w.tensors.at(*conv.b_tensor).floats()[1], 27.0F / 64);  // first input of the second filter
  const graph::Operator& depthwise = find(w, "depthwise");
  EXPECT_EQ(depthwise.gemm, (graph::Gemm{2 * 4 * 4, 1, 9}));
  EXPECT_EQ(depthwise.count, 4);
  EXPECT_THAT(w.tensors.at(*depthwise.b_tensor).shape, ElementsAre(4, 9, 1));
  EXPECT_EQ(find(w, "pool").elements, 2 * 4);
  EXPECT_EQ(w.macs(), 2 * 16 * 4 * 27 + 2 * 16 * 4 * 9 + 2 * 5 * 4);
}

TEST(Onnx, ComputesShapesFromShapes) {
  const graph::Workload w = read("shapes.onnx", {{"batch", 2}, {"seq", 7}});
  EXPECT_EQ(find(w, "product").gemm, (graph::Gemm{2 * 7 * 2, 5, 3}));
  EXPECT_EQ(find(w, "relu").elements, 2 * 7 * 2 * 5);
}

TEST(Onnx, ReadsWeightsBesideTheModel) {
  const graph::Workload w = read("external.onnx", {});
  const tensors::Tensor& weight = w.tensors.at(*w.operators[0].b_tensor);
  EXPECT_THAT(weight.shape, ElementsAre(1, 4, 3));
  EXPECT_EQ(weight.floats()[11], 11.0F / 64);
}

TEST(Onnx, AsksForOpenDimensions) {
  EXPECT_THAT([] { (void)read("mlp.onnx", {}); },
              ThrowsMessage<InputError>(HasSubstr("input 'x': dimension 0 ('batch') is open: expected its size "
                                                  "(--dimension batch=SIZE), found none")));
  EXPECT_THAT(
      [] {
        (void)read("mlp.onnx", {{"batch", 1}, {"sequence", 2}});
      },
      ThrowsMessage<InputError>(HasSubstr("dimension 'sequence': expected the name of an open dimension")));
  EXPECT_THAT(
      [] {
        (void)read("mlp.onnx", {{"batch", 0}});
      },
      ThrowsMessage<InputError>(HasSubstr("input 'x': dimension 0: expected 1 to")));
}

TEST(Onnx, StaysInTheFolderOfTheModel) {
  const ScratchFolder folder("onnx_external_test");
  std::filesystem::create_directory(folder / "inner");
  std::filesystem::copy(data_file("onnx/external.weights"), folder / "external.weights");
  std::filesystem::create_symlink("../external.weights", folder / "inner" / "external.weights");
  std::filesystem::copy(data_file("onnx/external.onnx"), folder / "inner" / "m.onnx");
  EXPECT_THAT([&] { (void)onnx::read_onnx(folder / "inner" / "m.onnx", {}); },
              ThrowsMessage<InputError>(HasSubstr("found 'external.weights', which leads out of it")));
  std::filesystem::remove(folder / "inner" / "external.weights");
  std::filesystem::copy(data_file("onnx/external.weights"), folder / "inner" / "external.weights");
  EXPECT_EQ(onnx::read_onnx(folder / "inner" / "m.onnx", {}).tensors.size(), 1U);
}

TEST(Onnx, IsAWorkloadLikeAnyOther) {
  WorkloadRequest request;
  request.source = data_file("onnx/mlp.onnx").string();
  request.dimensions = {{"batch", 3}};
  EXPECT_EQ(load_workload(request).macs(), 3 * (4 * 6 + 6 * 3));
  request.run.seq = 4;
  EXPECT_THAT([&] { (void)load_workload(request); },
              ThrowsMessage<InputError>(HasSubstr("seq: expected none, as an ONNX model has its own sizes")));
  request.source = "gpt2";
  EXPECT_THAT([&] { (void)load_workload(request); },
              ThrowsMessage<InputError>(HasSubstr("gpt2: dimension: expected an ONNX model")));
}

}  // namespace
}  // namespace lmulsim::formats
