// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <vector>

#include "accelerator/session.hpp"
#include "arith/accumulate.hpp"
#include "arith/scaling.hpp"
#include "config/load.hpp"
#include "cosim/cosim.hpp"
#include "graph/trace.hpp"
#include "mapping/loops.hpp"
#include "scripts.hpp"
#include "study/operands.hpp"

namespace lmulsim::python_test {
namespace {

using graph::Operator;
using graph::OperatorKind;
using graph::Workload;
using testing::ElementsAre;
using testing::HasSubstr;

/// Traces a function of torch_modules.py.
Workload traced(const util::TemporaryFolder& folder, const std::string& function) {
  const auto file = folder.path() / "t.json";
  const auto ran = run_script("trace_torch", fmt::format("{}:{} --out {}", util::quoted(data_file("torch_modules.py")),
                                                         function, util::quoted(file)));
  EXPECT_EQ(ran.status, 0) << ran.output;
  return graph::read_trace(file);
}

std::vector<Operator> products_of(const Workload& work) {
  std::vector<Operator> products;
  std::ranges::copy_if(work.operators, std::back_inserter(products),
                       [](const Operator& op) { return op.kind == OperatorKind::gemm; });
  return products;
}

/// Codes of integers that the format holds: no scale.
std::vector<std::uint16_t> codes(const tensors::Tensor& tensor, arith::Format format) {
  std::vector<std::uint16_t> words;
  for (const float value : tensor.floats()) {
    words.push_back(static_cast<std::uint16_t>(arith::quantise(value, 1.0F, format)));
  }
  return words;
}

/// The results of a product in the engine, as fp32.
std::vector<float> engine_results(const machine::Accelerator& acc, const Operator& op, const Workload& work) {
  const engine::Operands operands{codes(work.tensors.at(*op.a_tensor), acc.pe.activation_format),
                                  codes(work.tensors.at(*op.b_tensor), acc.pe.weight_format)};
  const mapping::Program program(acc.shape(), op.gemm, op.count, mapping::choose_loops(acc, op.gemm));
  std::vector<float> results;
  for (const auto& word : accelerator::run_program(engine::Engine::fast, acc, program, &operands).outputs) {
    results.push_back(std::bit_cast<float>(arith::to_fp32(acc.pe.accumulator, word)));
  }
  return results;
}

/// Names of products whose expected result is not what the engine computes.
std::vector<std::string> disagreeing(const Workload& work) {
  const auto acc = config::load_accelerator("exact-bf16-os-4x4");
  std::vector<std::string> names;
  for (const Operator& op : products_of(work)) {
    if (engine_results(acc, op, work) != work.tensors.at(*op.out_tensor).floats()) {
      names.push_back(op.name);
    }
  }
  return names;
}

/// Largest difference of `out` from A * B in double precision.
double largest_error(const Operator& op, const Workload& work) {
  const auto a = work.tensors.at(*op.a_tensor).floats();
  const auto b = work.tensors.at(*op.b_tensor).floats();
  const auto out = work.tensors.at(*op.out_tensor).floats();
  const auto [m, n, k] = op.gemm;
  double largest = 0;
  for (std::int64_t i = 0; i < op.count * m * n; ++i) {
    const std::int64_t product = i / (m * n);
    const std::int64_t row = i / n;
    const std::int64_t b_at = product / op.b_shared * k * n + i % n;
    double sum = 0;
    for (std::int64_t at = 0; at < k; ++at) {
      sum += double{a[static_cast<std::size_t>(row * k + at)]} * double{b[static_cast<std::size_t>(b_at + at * n)]};
    }
    largest = std::max(largest, std::abs(sum - double{out[static_cast<std::size_t>(i)]}));
  }
  return largest;
}

// The convolution: 9 places of each of 2 images, 1 * 3 * 3 inputs and 2 outputs per group. The linear layer sees 5
// places of both, so its activations are a part of a tensor, and PyTorch adds its bias after a product per image.
TEST(TraceTorch, ResultsOfIntegersAreThoseOfTheEngine) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  Workload work = traced(folder, "exact");
  const std::vector<Operator> products = products_of(work);
  ASSERT_EQ(products.size(), 3U);
  EXPECT_EQ(products[0].name, "conv");
  EXPECT_EQ(products[0].gemm, (graph::Gemm{18, 2, 9}));
  EXPECT_EQ(products[0].count, 2);
  EXPECT_EQ(products[1].name, "fc");
  EXPECT_TRUE(products[1].bias);
  EXPECT_EQ(products[1].macs(), 10 * 3 * 4);
  EXPECT_THAT(products[1].depends_on, ElementsAre(0));
  EXPECT_EQ(products[2].gemm, (graph::Gemm{2, 2, 3}));
  EXPECT_EQ(products[2].b_source, graph::OperandSource::activation);
  EXPECT_THAT(disagreeing(work), ElementsAre());
}

TEST(TraceTorch, AnExpectedResultThatIsWrongIsFound) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  Workload work = traced(folder, "exact");
  tensors::Tensor& out = work.tensors.at(*products_of(work)[0].out_tensor);
  std::vector<float> values = out.floats();
  values[17] += 1.0F;
  out = tensors::make_tensor(values, out.shape);
  EXPECT_THAT(disagreeing(work), ElementsAre("conv"));
}

// Written from the module's own text; numbers are places in this list.
TEST(TraceTorch, ADecoderBecomesItsOperatorsAndDependencies) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  const Workload work = traced(folder, "decoder");
  struct Expected {
    std::string name;
    OperatorKind kind;
    std::int64_t results;
    std::vector<int> depends_on;
  };
  using enum OperatorKind;
  const std::vector<Expected> expected{
      {"embedding", embedding, 48, {}},
      {"layers.0.norm", rms_norm, 48, {0}},
      {"layers.0.attention.gemm", gemm, 144, {1}},  // queries, keys, values
      {"layers.0.attention.scale_mask", scale_mask, 48, {2}},
      {"layers.0.attention.gemm_2", gemm, 36, {3, 2}},
      {"layers.0.attention.scale_mask_2", scale_mask, 36, {4}},
      {"layers.0.attention.softmax", softmax, 36, {5}},
      {"layers.0.attention.gemm_3", gemm, 48, {6, 2}},
      {"layers.0.attention.gemm_4", gemm, 48, {7}},
      {"layers.0.residual_add", residual_add, 48, {0, 8}},
      {"layers.0.mlp_norm", layer_norm, 48, {9}},
      {"layers.0.gate", gemm, 72, {10}},
      {"layers.0.up", gemm, 72, {10}},
      {"layers.0.silu", silu_multiply, 72, {11, 12}},
      {"layers.0.down", gemm, 48, {13}},
      {"layers.0.residual_add_2", residual_add, 48, {9, 14}},
      {"gemm", gemm, 60, {15}},
  };
  ASSERT_EQ(work.operators.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Operator& op = work.operators[i];
    EXPECT_EQ(op.name, expected[i].name);
    EXPECT_EQ(op.kind, expected[i].kind) << op.name;
    EXPECT_EQ(op.out_elements(), expected[i].results) << op.name;
    EXPECT_EQ(op.depends_on, expected[i].depends_on) << op.name;
    EXPECT_EQ(op.layer, op.name.starts_with("layers.0") ? 0 : -1) << op.name;
    if (op.kind == gemm) {
      EXPECT_LT(largest_error(op, work), 1e-5) << op.name;
    }
  }
  EXPECT_EQ(work.operators[16].b_source, graph::OperandSource::weights);
  EXPECT_EQ(work.operators[4].b_source, graph::OperandSource::activation);
  EXPECT_EQ(work.operators[12].a_tensor, work.operators[11].a_tensor);
  EXPECT_THAT(work.assumptions, ElementsAre("aten.relu is no operator of the trace; left out: 60 results"));
}

TEST(TraceTorch, TheProgramRunsATraceInLockstepWithTheRtl) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  const Workload work = traced(folder, "decoder");
  const auto acc = config::load_accelerator("lmul-e4m3-ws-4x4");
  cosim::Cosim cosim(acc, {});
  for (const Operator& op : products_of(work)) {
    const mapping::Program program(acc.shape(), op.gemm, op.count, mapping::choose_loops(acc, op.gemm));
    const auto disagreement = cosim.run(program, study::tensor_operands(acc, op, work.tensors), {});
    ASSERT_EQ(disagreement.value_or(""), "") << op.name;
  }
  EXPECT_EQ(cosim.totals().programs, 8);
}

TEST(TraceTorch, BadInputIsOneLineAndExitCodeTwo) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(std::filesystem::temp_directory_path());
  const std::string out = util::quoted(folder.path() / "t.json");
  const std::string file = util::quoted(data_file("torch_modules.py"));
  const std::vector<std::pair<std::string, std::string>> cases{
      {"nowhere.py:f --out " + out, "nowhere.py:f: expected FILE.py:FUNCTION"},
      {file + ":nothing --out " + out, "expected a function nothing, found none"},
      {file + ":no_module --out " + out, "expected (module, inputs), found int"},
      {file + ":transposed --out " + out, "aten.convolution: only one and two dimensions, not transposed"},
      {file + ":exact --out t.txt", "--out: expected a file that ends in .json, found t.txt"},
  };
  for (const auto& [arguments, message] : cases) {
    const auto ran = run_script("trace_torch", arguments);
    EXPECT_EQ(ran.status, 2) << arguments;
    EXPECT_THAT(ran.output, HasSubstr(message));
    EXPECT_EQ(std::ranges::count(ran.output, '\n'), 1) << ran.output;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace lmulsim::python_test
