// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Products that share B become one: the same values in the same order, under another shape.
#include <gmock/gmock.h>

#include <numeric>

#include "../formats/files.hpp"
#include "formats/workload_request.hpp"
#include "graph/graph.hpp"
#include "tensors/safetensors.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::graph {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::vector<float> counting(std::size_t size) {
  std::vector<float> values(size);
  std::iota(values.begin(), values.end(), 1.0F);
  return values;
}

Operator shared(const char* name, std::int64_t b_shared) {
  Operator op;
  op.name = name;
  op.gemm = {2, 3, 4};
  op.count = 6;
  op.b_shared = b_shared;
  op.a_tensor = "a";
  op.b_tensor = "b";
  op.out_tensor = "out";
  return op;
}

Workload work(std::int64_t b_shared) {
  Workload w;
  w.operators.push_back(shared("g", b_shared));
  w.tensors["a"] = tensors::make_tensor(counting(6 * 2 * 4), {6, 2, 4});
  w.tensors["b"] = tensors::make_tensor(counting(static_cast<std::size_t>(6 / b_shared * 12)), {6 / b_shared, 4, 3});
  w.tensors["out"] = tensors::make_tensor(counting(6 * 2 * 3), {6, 2, 3});
  return w;
}

TEST(FoldShared, TurnsAGroupIntoOneProductWithAllItsRows) {
  for (const std::int64_t group : {2, 3, 6}) {
    Workload w = work(group);
    const Workload before = w;
    validate(w, "test");
    fold_shared(w);
    EXPECT_NO_THROW(validate(w, "test"));
    const Operator& op = w.operators[0];
    EXPECT_EQ(op.gemm, (Gemm{2 * group, 3, 4}));
    EXPECT_EQ(op.count, 6 / group);
    EXPECT_EQ(op.b_shared, 1);
    EXPECT_EQ(w.macs(), before.macs());
    EXPECT_EQ(op.b_elements(), before.operators[0].b_elements());
    EXPECT_EQ(w.tensors.at("a").bytes, before.tensors.at("a").bytes);
    EXPECT_EQ(w.tensors.at("out").shape, (std::vector<std::int64_t>{6 / group, 2 * group, 3}));
    EXPECT_EQ(w.tensors.at("b"), before.tensors.at("b"));
    EXPECT_THAT(w.assumptions, Contains(HasSubstr("(1 operators)")));
  }
}

TEST(FoldShared, LeavesATensorInTheShapeThatAnotherOperatorReads) {
  Workload w = work(3);
  Operator other = shared("own", 1);
  other.b_tensor.reset();
  other.out_tensor.reset();
  w.operators.push_back(other);
  fold_shared(w);
  EXPECT_NO_THROW(validate(w, "test"));
  EXPECT_EQ(w.tensors.at(*w.operators[1].a_tensor).shape, (std::vector<std::int64_t>{6, 2, 4}));
  EXPECT_EQ(w.tensors.at(*w.operators[0].a_tensor).shape, (std::vector<std::int64_t>{2, 6, 4}));
  EXPECT_EQ(w.tensors.size(), 4U);
}

TEST(FoldShared, DoesNothingWhereNothingIsShared) {
  Workload w = work(1);
  fold_shared(w);
  EXPECT_EQ(w.operators[0].count, 6);
  EXPECT_TRUE(w.assumptions.empty());
}

TEST(FoldShared, HappensToTracesWhenTheyAreLoaded) {
  const formats::ScratchFolder folder("fold_test");
  util::write_file_atomic(folder / "t.json", R"({"schema": "lmulsim-trace/1", "operators": [
      {"name": "g", "kind": "gemm", "m": 5, "n": 3, "k": 2, "count": 14, "b_shared": 7}]})");
  formats::WorkloadRequest request;
  request.source = (folder / "t.json").string();
  const Workload w = formats::load_workload(request);
  EXPECT_EQ(w.operators[0].gemm, (Gemm{35, 3, 2}));
  EXPECT_EQ(w.operators[0].count, 2);
}

}  // namespace
}  // namespace lmulsim::graph
