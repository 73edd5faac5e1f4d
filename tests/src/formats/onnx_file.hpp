// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lmulsim::formats {

/// A protocol buffer message under construction: fields by number (protobuf.dev, encoding). Shares no code with the
/// library that reads them.
class Message {
 public:
  Message& number(int field, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3U);
    varint(value);
    return *this;
  }
  Message& text(int field, std::string_view value) {
    varint(static_cast<std::uint64_t>(field) << 3U | 2U);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) {
      bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

/// One node y = OP(x, w) with a weight, and everything about it that can be wrong. Field numbers are onnx.proto's.
struct OnnxFile {
  std::uint64_t opset = 13;
  std::string op = "MatMul";
  std::string domain;
  std::vector<std::string> inputs{"x", "w"};
  std::string output = "y";  ///< of the node
  std::string result = "y";  ///< of the graph
  std::vector<Message> attributes;
  std::vector<std::uint64_t> x{2, 4};
  std::string open;  ///< name of the first dimension of x, which is then open
  std::vector<std::uint64_t> w{4, 3};
  std::uint64_t w_type = 1;  ///< FLOAT
  std::size_t w_bytes = 48;
  std::vector<std::pair<std::string, std::string>> external;  ///< of w: key, value
  bool x_has_shape = true;
  bool sparse = false;
  bool function = false;
  int copies = 1;  ///< of the node

  static Message ints(std::string_view name, const std::vector<std::uint64_t>& values) {
    Message attribute;
    attribute.text(1, name);
    for (const std::uint64_t value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, 7);
  }
  static Message text_attribute(std::string_view name, std::string_view value) {
    return Message().text(1, name).text(4, value).number(20, 3);
  }
  static Message graph_attribute(std::string_view name) {
    return Message().text(1, name).message(6, Message().text(2, "inner")).number(20, 5);
  }

  [[nodiscard]] std::string bytes() const {
    Message graph;
    for (int i = 0; i < copies; ++i) {
      graph.message(1, node());
    }
    graph.text(2, "g").message(5, weight()).message(11, input());
    graph.message(12, Message().text(1, result));
    if (sparse) {
      graph.message(15, Message());
    }
    Message model;
    model.number(1, 8).message(7, graph).message(8, Message().text(1, "").number(2, opset));
    if (function) {
      model.message(25, Message().text(1, "f"));
    }
    return model.bytes();
  }

 private:
  [[nodiscard]] Message node() const {
    Message node;
    for (const std::string& name : inputs) {
      node.text(1, name);
    }
    node.text(2, output).text(3, "node").text(4, op);
    for (const Message& attribute : attributes) {
      node.message(5, attribute);
    }
    return domain.empty() ? node : node.text(7, domain);
  }
  [[nodiscard]] Message weight() const {
    Message tensor;
    for (const std::uint64_t size : w) {
      tensor.number(1, size);
    }
    tensor.number(2, w_type).text(8, "w");
    if (external.empty()) {
      return tensor.text(9, std::string(w_bytes, '\0'));
    }
    for (const auto& [key, value] : external) {
      tensor.message(13, Message().text(1, key).text(2, value));
    }
    return tensor.number(14, 1);
  }
  [[nodiscard]] Message input() const {
    Message shape;
    for (std::size_t i = 0; i < x.size(); ++i) {
      shape.message(1, i == 0 && !open.empty() ? Message().text(2, open) : Message().number(1, x[i]));
    }
    Message type;
    type.number(1, 1);
    if (x_has_shape) {
      type.message(2, shape);
    }
    return Message().text(1, "x").message(2, Message().message(1, type));
  }
};

}  // namespace lmulsim::formats
