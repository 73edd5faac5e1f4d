// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_patterns.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace lmulsim::formats::onnx::detail {

namespace {

using Kind = graph::OperatorKind;

constexpr int kMaxExpression = 8;  // operators from x to the argument of erf or tanh
constexpr int kMaxScoreChain = 6;  // operators from a product to its softmax

/// A pattern while it is being matched: the nodes so far, and the one whose output is the result.
struct Match {
  std::set<int> nodes;
  int last = -1;
  int x = -1;  ///< the value it is a function of
};

class Matcher {
 public:
  explicit Matcher(const OnnxGraph& graph) : graph_(graph) { fusions_.of_node.assign(graph.nodes.size(), -1); }

  OnnxFusions run() {
    for_each("Sqrt", [this](int node) { norm(node); });
    for_each("Erf", [this](int node) { gelu(node); });
    for_each("Tanh", [this](int node) { gelu(node); });
    for_each("Sigmoid", [this](int node) { silu(node); });
    for_each("Softmax", [this](int node) { scores(node); });
    return std::move(fusions_);
  }

 private:
  template <typename Try>
  void for_each(std::string_view op, Try attempt) {
    for (int i = 0; i < static_cast<int>(graph_.nodes.size()); ++i) {
      if (graph_.node(i).op == op && !graph_.value(output(i)).constant) {
        attempt(i);
      }
    }
  }

  [[nodiscard]] int output(int node) const { return graph_.node(node).outputs.front(); }
  [[nodiscard]] bool constant(int value) const { return value >= 0 && graph_.value(value).constant; }
  [[nodiscard]] bool is(int node, std::string_view op) const { return node >= 0 && graph_.node(node).op == op; }
  [[nodiscard]] int made_by(int value, std::string_view op) const {
    const int node = value < 0 ? -1 : graph_.value(value).producer;
    return is(node, op) ? node : -1;
  }
  [[nodiscard]] bool is_scalar(int value, double number) const {
    return value >= 0 && graph_.value(value).scalar == number;
  }
  /// The operand of a binary node that is not `value`; -1 for other nodes.
  [[nodiscard]] int other(int node, int value) const {
    const std::vector<int>& in = graph_.node(node).inputs;
    return in.size() != 2 ? -1 : in[0] == value ? in[1] : in[1] == value ? in[0] : -1;
  }
  /// The only user of a value, if it is `op`.
  [[nodiscard]] int user(int value, std::string_view op) const {
    const int node = graph_.only_consumer(value);
    return is(node, op) ? node : -1;
  }
  /// A binary node's operand beside one constant; -1 unless there is exactly one constant.
  [[nodiscard]] int beside_constant(int node) const {
    const std::vector<int>& in = graph_.node(node).inputs;
    if (in.size() != 2 || constant(in[0]) == constant(in[1])) {
      return -1;
    }
    return constant(in[0]) ? in[1] : in[0];
  }

  /// Goes on to `op` with a constant when that is all that happens to the result.
  void absorb(Match& match, std::string_view op) const {
    const int next = user(output(match.last), op);
    if (next >= 0 && beside_constant(next) == output(match.last)) {
      match.nodes.insert(next);
      match.last = next;
    }
  }

  /// Makes the match an operator, unless a value inside is needed elsewhere or a node is taken.
  bool accept(const Match& match, Kind kind, std::vector<int> inputs, std::int64_t rows) {
    for (const int node : match.nodes) {
      if (fusions_.of_node[static_cast<std::size_t>(node)] >= 0) {
        return false;
      }
      for (const int value : graph_.node(node).outputs) {
        const OnnxValue& v = graph_.value(value);
        if (node != match.last &&
            (v.output || !std::ranges::all_of(v.consumers, [&](int user) { return match.nodes.contains(user); }))) {
          return false;
        }
      }
    }
    for (const int node : match.nodes) {
      fusions_.of_node[static_cast<std::size_t>(node)] = static_cast<int>(fusions_.found.size());
    }
    fusions_.found.push_back({kind, match.last, std::move(inputs), rows});
    return true;
  }

  /// `root` is a square root; its argument mean(x^2) + eps makes it a norm of x.
  void norm(int root) {
    const int sum = made_by(graph_.node(root).input(0), "Add");
    const int mean = sum < 0 ? -1 : made_by(beside_constant(sum), "ReduceMean");
    if (mean < 0) {
      return;
    }
    Match match{{root, sum, mean}, -1, squared(graph_.node(mean).input(0))};
    if (match.x < 0) {
      return;
    }
    match.nodes.insert(graph_.value(graph_.node(mean).input(0)).producer);
    if (!divide(match, root)) {
      return;
    }
    const std::int64_t rows = graph_.elements(graph_.node(mean), output(mean));
    Kind kind = Kind::rms_norm;
    if (const int centred = made_by(match.x, "Sub"); centred >= 0) {
      const int centre = made_by(graph_.node(centred).input(1), "ReduceMean");
      if (centre >= 0 && graph_.node(centre).input(0) == graph_.node(centred).input(0)) {
        kind = Kind::layer_norm;
        match.x = graph_.node(centred).input(0);
        match.nodes.insert({centred, centre});
      }
    }
    absorb(match, "Mul");
    if (kind == Kind::layer_norm) {
      absorb(match, "Add");
    }
    accept(match, kind, {match.x}, rows);
  }

  /// The value whose square this is, or -1.
  [[nodiscard]] int squared(int value) const {
    if (const int power = made_by(value, "Pow"); power >= 0 && is_scalar(graph_.node(power).input(1), 2)) {
      return graph_.node(power).input(0);
    }
    const int product = made_by(value, "Mul");
    const bool same = product >= 0 && graph_.node(product).input(0) == graph_.node(product).input(1);
    return same ? graph_.node(product).input(0) : -1;
  }

  /// x / root, or x * (1 / root).
  bool divide(Match& match, int root) const {
    int at = graph_.only_consumer(output(root));
    if (is(at, "Div") && graph_.node(at).input(0) == match.x) {
      match.nodes.insert(at);
      match.last = at;
      return true;
    }
    const bool inverse = is(at, "Reciprocal") || (is(at, "Div") && is_scalar(graph_.node(at).input(0), 1));
    const int scale = inverse ? user(output(at), "Mul") : -1;
    if (scale < 0 || other(scale, output(at)) != match.x) {
      return false;
    }
    match.nodes.insert({at, scale});
    match.last = scale;
    return true;
  }

  /// All of the expression `value` down to `x` and constants.
  [[nodiscard]] bool closes(int value, int x, std::set<int>& nodes, int depth) const {
    if (value == x || constant(value)) {
      return true;
    }
    static constexpr std::array<std::string_view, 4> kOps{"Mul", "Div", "Add", "Pow"};
    const int node = value < 0 ? -1 : graph_.value(value).producer;
    if (node < 0 || depth >= kMaxExpression || std::ranges::count(kOps, graph_.node(node).op) == 0) {
      return false;
    }
    if (!nodes.insert(node).second) {
      return true;
    }
    return std::ranges::all_of(graph_.node(node).inputs, [&](int in) { return closes(in, x, nodes, depth + 1); });
  }

  /// `curve` is erf or tanh; 0.5 x (1 + curve(f(x))) in any order of the factors is a GELU.
  void gelu(int curve) {
    const int sum = user(output(curve), "Add");
    if (sum < 0 || !is_scalar(other(sum, output(curve)), 1)) {
      return;
    }
    Match match{{curve, sum}, sum, -1};
    absorb(match, "Mul");
    const int product = user(output(match.last), "Mul");
    const int factor = product < 0 ? -1 : other(product, output(match.last));
    if (factor < 0) {
      return;
    }
    match.nodes.insert(product);
    match.last = product;
    const int halved = graph_.value(factor).producer;
    const bool scaled = (is(halved, "Mul") || is(halved, "Div")) && beside_constant(halved) >= 0;
    for (const int x : {factor, scaled ? beside_constant(halved) : -1}) {
      Match whole = match;
      if (x < 0 || !closes(graph_.node(curve).input(0), x, whole.nodes, 0)) {
        continue;
      }
      whole.x = x;
      if (x != factor) {
        whole.nodes.insert(halved);
      } else {
        absorb(whole, "Mul");
        absorb(whole, "Div");
      }
      activation(whole, Kind::gelu, Kind::gelu_multiply);
      return;
    }
  }

  /// x * sigmoid(x).
  void silu(int curve) {
    const int x = graph_.node(curve).input(0);
    const int product = user(output(curve), "Mul");
    if (product >= 0 && other(product, output(curve)) == x) {
      activation({{curve, product}, product, x}, Kind::silu, Kind::silu_multiply);
    }
  }

  /// The second half of a gated MLP, if there is one, is multiplied in the same operator.
  void activation(const Match& match, Kind kind, Kind gated) {
    const int next = user(output(match.last), "Mul");
    const int up = next < 0 ? -1 : other(next, output(match.last));
    if (up >= 0 && !constant(up) && graph_.value(up).shape == graph_.value(match.x).shape) {
      Match whole = match;
      whole.nodes.insert(next);
      whole.last = next;
      if (accept(whole, gated, {match.x, up}, 0)) {
        return;
      }
    }
    accept(match, kind, {match.x}, 0);
  }

  /// What happens between a product and this softmax, if it is arithmetic with constants and masks.
  void scores(int softmax) {
    std::vector<int> path;
    const int last = graph_.value(graph_.node(softmax).input(0)).producer;
    if (!reaches_product(last, path) || path.empty()) {
      return;
    }
    Match match{{path.begin(), path.end()}, last, -1};
    std::vector<int> inputs;
    for (const int node : path) {
      for (const int in : graph_.node(node).inputs) {
        if (in >= 0 && !match.nodes.contains(graph_.value(in).producer) && !constant(in)) {
          inputs.push_back(in);
        }
      }
    }
    accept(match, Kind::scale_mask, std::move(inputs), 0);
  }

  // NOLINTNEXTLINE(misc-no-recursion): at most kMaxScoreChain deep
  [[nodiscard]] bool reaches_product(int node, std::vector<int>& path) const {
    static constexpr std::array<std::string_view, 6> kOps{"Mul", "Div", "Add", "Sub", "Where", "Max"};
    if (is(node, "MatMul")) {
      return true;
    }
    if (node < 0 || path.size() >= kMaxScoreChain || std::ranges::count(kOps, graph_.node(node).op) == 0) {
      return false;
    }
    path.push_back(node);
    for (const int in : graph_.node(node).inputs) {
      if (in >= 0 && reaches_product(graph_.value(in).producer, path)) {
        return true;
      }
    }
    path.pop_back();
    return false;
  }

  const OnnxGraph& graph_;
  OnnxFusions fusions_;
};

}  // namespace

OnnxFusions find_fusions(const OnnxGraph& graph) {
  return Matcher(graph).run();
}

}  // namespace lmulsim::formats::onnx::detail
