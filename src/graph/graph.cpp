// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "graph/graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "util/error.hpp"
#include "util/printable.hpp"

namespace lmulsim::graph {

namespace {

/// Largest operator and largest workload, in multiply-accumulates or elements: far beyond any model, and every product
/// and total of sizes fits 63 bits.
constexpr double kMaxWork = 1e15;
constexpr double kMaxTotal = 1e18;

class Validator {
 public:
  Validator(const Workload& workload, std::string_view where) : workload_(workload), where_(where) {}

  void run() {
    util::check_printable(workload_.name, fmt::format("{}: name", where_));
    if (workload_.operators.empty()) {
      throw InputError(fmt::format("{}: expected at least one operator, found none", where_));
    }
    for (std::size_t i = 0; i < workload_.operators.size(); ++i) {
      op_ = &workload_.operators[i];
      require(!op_->name.empty(), "expected a name, found an empty one");
      util::check_printable(op_->name, fmt::format("{}: the name of operator {}", where_, i));
      require(names_.insert(op_->name).second, "the name is used twice");
      for (const int d : op_->depends_on) {
        require(d >= 0 && static_cast<std::size_t>(d) < i, "depends on an operator that does not come before it");
      }
      op_->kind == OperatorKind::gemm ? check_gemm() : check_other();
      total_ += static_cast<double>(op_->kind == OperatorKind::gemm ? op_->macs() : op_->elements);
      require(total_ <= kMaxTotal, fmt::format("the workload exceeds {:g} operations", kMaxTotal));
    }
  }

 private:
  void require(bool holds, std::string_view reason) const {
    if (!holds) {
      throw InputError(fmt::format("{}: operator '{}': {}", where_, op_->name, reason));
    }
  }

  void check_gemm() const {
    const Gemm& g = op_->gemm;
    require(g.m >= 1 && g.n >= 1 && g.k >= 1,
            fmt::format("expected sizes of at least 1, found m = {}, n = {}, k = {}", g.m, g.n, g.k));
    require(op_->count >= 1 && op_->b_shared >= 1 && op_->count % op_->b_shared == 0,
            fmt::format("expected a count that is a multiple of b_shared, found {} and {}", op_->count, op_->b_shared));
    const double work = static_cast<double>(g.m) * static_cast<double>(g.n) * static_cast<double>(g.k);
    require(work * static_cast<double>(op_->count) <= kMaxWork,
            fmt::format("more than {:g} multiply-accumulates (m = {}, n = {}, k = {}, count = {})", kMaxWork, g.m, g.n,
                        g.k, op_->count));
    check_tensor(op_->a_tensor, op_->a_format, {op_->count, g.m, g.k});
    check_tensor(op_->b_tensor, op_->b_format, {op_->count / op_->b_shared, g.k, g.n});
    check_tensor(op_->out_tensor, std::nullopt, {op_->count, g.m, g.n});
  }

  void check_other() const {
    require(op_->elements >= 1 && static_cast<double>(op_->elements) <= kMaxWork,
            fmt::format("expected 1 to {:g} elements, found {}", kMaxWork, op_->elements));
    require(op_->rows >= 0 && op_->rows <= op_->elements,
            fmt::format("expected 0 to {} rows, found {}", op_->elements, op_->rows));
  }

  void check_tensor(const std::optional<std::string>& name, std::optional<arith::Format> format,
                    std::vector<std::int64_t> shape) const {
    if (!name) {
      return;
    }
    const auto found = workload_.tensors.find(*name);
    require(found != workload_.tensors.end(), fmt::format("there is no tensor '{}'", *name));
    const tensors::Tensor& tensor = found->second;
    const bool flat = shape.front() == 1 && tensor.shape == std::vector(shape.begin() + 1, shape.end());
    require(flat || tensor.shape == shape, fmt::format("tensor '{}': expected the shape [{}], found [{}]", *name,
                                                       fmt::join(shape, ", "), fmt::join(tensor.shape, ", ")));
    const auto own = tensors::info(tensor.dtype).format;
    require(own.has_value(),
            fmt::format("tensor '{}': {} is not a number format", *name, tensors::info(tensor.dtype).name));
    require(!format || own == arith::Format::fp32 || own == format,
            fmt::format("tensor '{}': holds {} words, but the operator says {}", *name,
                        tensors::info(tensor.dtype).name, format ? arith::info(*format).name : ""));
  }

  const Workload& workload_;
  std::string_view where_;
  const Operator* op_ = nullptr;
  std::set<std::string_view> names_;
  double total_ = 0;
};

/// How often operators name a tensor.
std::int64_t uses(const Workload& workload, const std::string& tensor) {
  std::int64_t count = 0;
  for (const Operator& op : workload.operators) {
    for (const auto& name : {op.a_tensor, op.b_tensor, op.out_tensor}) {
      count += name == tensor ? 1 : 0;
    }
  }
  return count;
}

/// Gives the tensor of one operator another shape.
void reshape(Workload& workload, std::optional<std::string>& name, std::vector<std::int64_t> shape) {
  if (!name) {
    return;
  }
  tensors::Tensor tensor = workload.tensors.at(*name);
  tensor.shape = std::move(shape);
  std::string own = *name;
  while (uses(workload, *name) > 1 && workload.tensors.contains(own)) {
    own += ".folded";
  }
  name = own;
  workload.tensors.insert_or_assign(std::move(own), std::move(tensor));
}

}  // namespace

std::int64_t Workload::macs() const {
  std::int64_t total = 0;
  for (const Operator& op : operators) {
    total += op.macs();
  }
  return total;
}

std::int64_t Workload::gemm_count() const {
  std::int64_t total = 0;
  for (const Operator& op : operators) {
    total += op.kind == OperatorKind::gemm ? op.count : 0;
  }
  return total;
}

void validate(const Workload& workload, std::string_view where) {
  Validator(workload, where).run();
}

void fold_shared(Workload& workload) {
  std::int64_t folded = 0;
  for (Operator& op : workload.operators) {
    if (op.b_shared == 1) {
      continue;
    }
    op.count /= op.b_shared;
    op.gemm.m *= op.b_shared;
    op.b_shared = 1;
    reshape(workload, op.a_tensor, {op.count, op.gemm.m, op.gemm.k});
    reshape(workload, op.out_tensor, {op.count, op.gemm.m, op.gemm.n});
    ++folded;
  }
  if (folded > 0) {
    workload.assumptions.push_back(
        fmt::format("Products that share their second operand are one product of all their rows, which reads it once "
                    "({} operators).",
                    folded));
  }
}

}  // namespace lmulsim::graph
