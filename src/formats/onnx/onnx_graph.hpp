// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onnx {
class TensorProto;
}

namespace lmulsim::formats::onnx::detail {

/// An array of an ONNX graph.
struct OnnxValue {
  std::string name;
  std::optional<std::vector<std::int64_t>> shape;  ///< unset: the inference did not find it
  int type = 0;                                    ///< number of the element type (onnx.proto); 0: not known
  bool floating = false;                           ///< real numbers, not indices, masks or quantised words
  bool constant = false;                           ///< does not depend on the model's inputs
  const ::onnx::TensorProto* data = nullptr;       ///< of an initialiser or a Constant
  std::optional<double> scalar;                    ///< of a constant with one element
  int producer = -1;                               ///< node
  std::vector<int> consumers;                      ///< nodes, once for every use
  bool output = false;                             ///< of the model
};

struct OnnxNode {
  std::string name;         ///< unique; the first output's where the file has none
  std::string op;           ///< with its domain where that is not the default one
  std::vector<int> inputs;  ///< values; -1: left out
  std::vector<int> outputs;
  std::map<std::string, std::vector<std::int64_t>, std::less<>>
      integers;  ///< attributes; one of a list or a single one

  std::map<std::string, float, std::less<>> floats;

  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t otherwise) const;
  [[nodiscard]] float real(std::string_view key, float otherwise) const;
  [[nodiscard]] int input(std::size_t index) const { return index < inputs.size() ? inputs[index] : -1; }
};

/// The main graph of a model, with the shapes inferred. Nodes are in an order that respects the dependencies.
struct OnnxGraph {
  std::string where;  ///< the file, for messages
  std::string name;
  std::int64_t opset = 0;
  std::int64_t parameters = 0;  ///< real numbers in initialisers
  std::vector<OnnxValue> values;
  std::vector<OnnxNode> nodes;

  [[nodiscard]] const OnnxValue& value(int index) const { return values[static_cast<std::size_t>(index)]; }
  [[nodiscard]] const OnnxNode& node(int index) const { return nodes[static_cast<std::size_t>(index)]; }
  /// The node that computes a value; null for inputs, constants and -1.
  [[nodiscard]] const OnnxNode* producer(int value) const;
  /// The only node that uses a value, if the model does not return it as well; else -1.
  [[nodiscard]] int only_consumer(int value) const;
  /// The dimensions of a value that `node` uses. Throws InputError when they could not be inferred.
  [[nodiscard]] const std::vector<std::int64_t>& shape(const OnnxNode& node, int value) const;
  [[nodiscard]] std::int64_t elements(const OnnxNode& node, int value) const;
  /// Throws InputError "file: node 'name' (Op): reason".
  [[noreturn]] void fail(const OnnxNode& node, std::string_view reason) const;
};

/// The product of sizes; -1 when it is beyond any model.
[[nodiscard]] std::int64_t size_product(const std::vector<std::int64_t>& sizes);

}  // namespace lmulsim::formats::onnx::detail
