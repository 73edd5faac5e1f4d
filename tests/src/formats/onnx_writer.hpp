// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "onnx_file.hpp"

namespace lmulsim::formats {

/// Numbers of element types (onnx.proto, TensorProto.DataType).
enum OnnxType : std::uint8_t {
  kFloat = 1,
  kUint8 = 2,
  kInt8 = 3,
  kInt32 = 6,
  kInt64 = 7,
  kFloat16 = 10,
  kBfloat16 = 16,
  kFloat8 = 17,
  kUint4 = 21,
  kInt4 = 22
};

/// An ONNX model of any nodes. Shares no code with the library that reads it.
class OnnxWriter {
 public:
  using Names = std::vector<std::string>;
  using Sizes = std::vector<std::int64_t>;

  explicit OnnxWriter(std::uint64_t opset = 13) : opset_(opset) {}

  OnnxWriter& input(std::string_view name, OnnxType type, const Sizes& sizes) {
    Message shape;
    for (const std::int64_t size : sizes) {
      shape.message(1, Message().number(1, static_cast<std::uint64_t>(size)));
    }
    const Message tensor = Message().number(1, type).message(2, shape);
    graph_.message(11, Message().text(1, name).message(2, Message().message(1, tensor)));
    return *this;
  }

  /// An initialiser of zeros.
  OnnxWriter& weight(std::string_view name, OnnxType type, const Sizes& sizes) {
    return constant(name, type, sizes, std::string(bytes_of(type, sizes), '\0'));
  }

  /// One of int64, a vector.
  OnnxWriter& numbers(std::string_view name, const Sizes& values) {
    std::string words(values.size() * 8, '\0');
    std::memcpy(words.data(), values.data(), words.size());
    return constant(name, kInt64, {static_cast<std::int64_t>(values.size())}, words);
  }

  /// One of float, a vector.
  OnnxWriter& reals(std::string_view name, const std::vector<float>& values) {
    std::string words(values.size() * 4, '\0');
    std::memcpy(words.data(), values.data(), words.size());
    return constant(name, kFloat, {static_cast<std::int64_t>(values.size())}, words);
  }

  /// One whose values lie in a file beside the model.
  OnnxWriter& external(std::string_view name, OnnxType type, const Sizes& sizes, std::string_view file) {
    Message tensor = head(name, type, sizes);
    tensor.message(13, Message().text(1, "location").text(2, file));
    graph_.message(5, tensor.number(14, 1));
    return *this;
  }

  /// An empty name among the inputs is one that is left out.
  OnnxWriter& node(std::string_view op, const Names& inputs, const Names& outputs,
                   const std::vector<Message>& attributes = {}, std::string_view domain = {}) {
    Message node;
    for (const std::string& name : inputs) {
      node.text(1, name);
    }
    for (const std::string& name : outputs) {
      node.text(2, name);
    }
    node.text(3, outputs.front()).text(4, op);
    for (const Message& attribute : attributes) {
      node.message(5, attribute);
    }
    if (!domain.empty()) {
      node.text(7, domain);
      domain_ = domain;
    }
    graph_.message(1, node);
    last_ = outputs.front();
    return *this;
  }

  static Message integer(std::string_view name, std::int64_t value) {
    return Message().text(1, name).number(3, static_cast<std::uint64_t>(value)).number(20, 2);
  }
  static Message integers(std::string_view name, const Sizes& values) {
    return OnnxFile::ints(name, {values.begin(), values.end()});
  }
  static Message word(std::string_view name, std::string_view value) { return OnnxFile::text_attribute(name, value); }

  /// The model, whose result is that of the last node.
  [[nodiscard]] std::string bytes() const {
    Message graph = graph_;
    graph.text(2, "g").message(12, Message().text(1, last_));
    Message model;
    model.number(1, 8).message(7, graph).message(8, Message().text(1, "").number(2, opset_));
    if (!domain_.empty()) {
      model.message(8, Message().text(1, domain_).number(2, 1));
    }
    return model.bytes();
  }

 private:
  static std::size_t bytes_of(OnnxType type, const Sizes& sizes) {
    std::size_t count = 1;
    for (const std::int64_t size : sizes) {
      count *= static_cast<std::size_t>(size);
    }
    switch (type) {
      case kFloat:
      case kInt32:
        return count * 4;
      case kInt64:
        return count * 8;
      case kFloat16:
      case kBfloat16:
        return count * 2;
      case kUint8:
      case kInt8:
      case kFloat8:
        return count;
      case kUint4:
      case kInt4:
        return (count + 1) / 2;
    }
    return 0;
  }

  static Message head(std::string_view name, OnnxType type, const Sizes& sizes) {
    Message tensor;
    for (const std::int64_t size : sizes) {
      tensor.number(1, static_cast<std::uint64_t>(size));
    }
    return tensor.number(2, type).text(8, name);
  }

  OnnxWriter& constant(std::string_view name, OnnxType type, const Sizes& sizes, std::string_view words) {
    graph_.message(5, head(name, type, sizes).text(9, words));
    return *this;
  }

  std::uint64_t opset_;
  Message graph_;
  std::string domain_;
  std::string last_;
};

}  // namespace lmulsim::formats
