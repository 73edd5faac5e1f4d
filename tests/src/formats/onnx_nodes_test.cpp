// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Nodes of every operator that ONNX has, with operands and attributes of random types, ranks and values. ONNX's shape
// inference trusts much of what it is given, so that this reader has to refuse it before.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <onnx/defs/schema.h>
#include <onnx/onnx_pb.h>

#include <array>
#include <cstdlib>
#include <random>

#include "formats/onnx/onnx.hpp"
#include "formats/onnx/onnx_schemas.hpp"
#include "util/error.hpp"

namespace lmulsim::formats {
namespace {

using ::onnx::OpSchema;

constexpr int kIrVersion = 8;
constexpr std::int64_t kLargest = std::int64_t{1} << 62U;
constexpr std::array<std::int64_t, 16> kIntegers{0, 1, 1, 1, 2, 2, 3, 4, 5, 7, 64, 1 << 20, -1, -1, -2, kLargest};

/// A model with one node of a random form of an operator.
class RandomNode {
 public:
  RandomNode(const OpSchema& schema, unsigned seed) : schema_(schema), random_(seed) {}

  [[nodiscard]] std::string bytes() {
    ::onnx::ModelProto model;
    model.set_ir_version(kIrVersion);
    model.add_opset_import()->set_version(between(std::max(7, schema_.SinceVersion()), onnx::detail::kNewestOpset));
    graph_ = model.mutable_graph();
    ::onnx::NodeProto& node = *graph_->add_node();
    node.set_op_type(schema_.Name());
    node.set_domain(schema_.domain());
    if (!schema_.domain().empty()) {
      ::onnx::OperatorSetIdProto& import = *model.add_opset_import();
      import.set_domain(schema_.domain());
      import.set_version(1);
    }
    const int least = schema_.min_input();
    const int inputs = between(least, std::min(schema_.max_input(), least + 3));
    for (int i = 0; i < inputs; ++i) {
      node.add_input(i >= least && one_in(4) ? "" : input(i));
    }
    const int outputs = between(schema_.min_output(), std::min(schema_.max_output(), schema_.min_output() + 2));
    for (int i = 0; i < outputs; ++i) {
      node.add_output("y" + std::to_string(i));
    }
    for (const auto& [name, attribute] : schema_.attributes()) {
      if (attribute.required ? !one_in(16) : one_in(2)) {
        fill(*node.add_attribute(), name, attribute.type);
      }
    }
    graph_->add_output()->set_name("y0");
    return model.SerializeAsString();
  }

 private:
  int between(int least, int most) { return std::uniform_int_distribution(least, std::max(least, most))(random_); }
  bool one_in(int n) { return between(1, n) == 1; }
  std::int64_t integer() { return kIntegers[static_cast<std::size_t>(between(0, std::ssize(kIntegers) - 1))]; }

  /// One of the types that the schema allows there, more often than not float.
  int element_type(int index) {
    const auto& formal = schema_.inputs()[std::min(static_cast<std::size_t>(index), schema_.inputs().size() - 1)];
    constexpr std::array<std::pair<const char*, int>, 6> kTypes{{{"tensor(float)", ::onnx::TensorProto::FLOAT},
                                                                 {"tensor(int64)", ::onnx::TensorProto::INT64},
                                                                 {"tensor(int32)", ::onnx::TensorProto::INT32},
                                                                 {"tensor(uint8)", ::onnx::TensorProto::UINT8},
                                                                 {"tensor(bool)", ::onnx::TensorProto::BOOL},
                                                                 {"tensor(int8)", ::onnx::TensorProto::INT8}}};
    std::vector<int> allowed;
    for (const auto& [name, type] : kTypes) {
      for (const std::string* const known : formal.GetTypes()) {
        if (*known == name) {
          allowed.push_back(type);
        }
      }
    }
    if (allowed.empty() || one_in(16)) {
      return kTypes[static_cast<std::size_t>(between(0, std::ssize(kTypes) - 1))].second;
    }
    return allowed[one_in(2) ? 0 : static_cast<std::size_t>(between(0, static_cast<int>(allowed.size()) - 1))];
  }

  /// The name of an input of the model, or of an initialiser, which has values if they are few.
  std::string input(int index) {
    const std::string name = "x" + std::to_string(index);
    const int type = element_type(index);
    const int rank = between(0, 5);
    const bool integers = type == ::onnx::TensorProto::INT64;
    if (integers ? one_in(8) : one_in(2)) {
      ::onnx::ValueInfoProto& value = *graph_->add_input();
      value.set_name(name);
      value.mutable_type()->mutable_tensor_type()->set_elem_type(type);
      auto& shape = *value.mutable_type()->mutable_tensor_type()->mutable_shape();
      for (int i = 0; i < rank; ++i) {
        shape.add_dim()->set_dim_value(between(1, 6));
      }
      return name;
    }
    initialise(*graph_->add_initializer(), name, type, integers ? between(0, 1) : rank);
    return name;
  }

  void initialise(::onnx::TensorProto& tensor, const std::string& name, int type, int rank) {
    tensor.set_name(name);
    tensor.set_data_type(type);
    int count = 1;
    for (int i = 0; i < rank; ++i) {
      const int size = between(one_in(8) ? 0 : 1, 5);
      tensor.add_dims(size);
      count *= size;
    }
    for (int i = 0; i < count; ++i) {
      if (type == ::onnx::TensorProto::FLOAT) {
        tensor.add_float_data(static_cast<float>(integer()));
      } else if (type == ::onnx::TensorProto::INT64) {
        tensor.add_int64_data(integer());
      } else {
        tensor.add_int32_data(between(0, 1));
      }
    }
  }

  void fill(::onnx::AttributeProto& attribute, const std::string& name, ::onnx::AttributeProto::AttributeType type) {
    constexpr std::array kWords{"SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET", "i,j->", "ij,jk->ik", "forward", "x"};
    attribute.set_name(name);
    attribute.set_type(type);
    const int count = between(0, 6);
    switch (type) {
      case ::onnx::AttributeProto::INT:
        attribute.set_i(integer());
        break;
      case ::onnx::AttributeProto::FLOAT:
        attribute.set_f(static_cast<float>(integer()));
        break;
      case ::onnx::AttributeProto::STRING:
        attribute.set_s(kWords[static_cast<std::size_t>(between(0, std::ssize(kWords) - 1))]);
        break;
      case ::onnx::AttributeProto::TENSOR:
        initialise(*attribute.mutable_t(), "", one_in(2) ? ::onnx::TensorProto::FLOAT : ::onnx::TensorProto::INT64,
                   between(0, 2));
        break;
      case ::onnx::AttributeProto::INTS:
        for (int i = 0; i < count; ++i) {
          attribute.add_ints(integer());
        }
        break;
      case ::onnx::AttributeProto::FLOATS:
        for (int i = 0; i < count; ++i) {
          attribute.add_floats(static_cast<float>(integer()));
        }
        break;
      case ::onnx::AttributeProto::STRINGS:
        for (int i = 0; i < count; ++i) {
          attribute.add_strings("x");
        }
        break;
      default:
        break;
    }
  }

  const OpSchema& schema_;
  std::mt19937 random_;
  ::onnx::GraphProto* graph_ = nullptr;
};

/// LMULSIM_ONNX_CASES: how many nodes of each operator.
unsigned cases() {
  const char* given = std::getenv("LMULSIM_ONNX_CASES");
  return given != nullptr ? static_cast<unsigned>(std::stoul(given)) : 8;
}

TEST(OnnxNodes, AreReadOrRefusedInEveryForm) {
  unsigned read = 0;
  unsigned refused = 0;
  unsigned ended = 0;  // the process of the inference
  std::vector<OpSchema> schemas = ::onnx::OpSchemaRegistry::get_all_schemas_with_history();
  std::erase_if(schemas, [](const OpSchema& s) { return !s.domain().empty() || s.Deprecated(); });
  const std::vector<OpSchema>& own = onnx::detail::OnnxSchemas::instance().own();
  schemas.insert(schemas.end(), own.begin(), own.end());
  for (const OpSchema& schema : schemas) {
    for (unsigned i = 0; i < cases(); ++i) {
      const std::string bytes = RandomNode(schema, i).bytes();
      try {
        (void)onnx::parse_onnx(std::as_bytes(std::span(bytes)), "n.onnx", {});
        ++read;
      } catch (const InputError& e) {
        EXPECT_THAT(e.what(), testing::StartsWith("n.onnx: "));
        ++refused;
        ended += std::string_view(e.what()).find("one that ends it") != std::string_view::npos ? 1 : 0;
      }
    }
  }
  // The forms are not all of one kind.
  EXPECT_GT(read, refused / 32);
  EXPECT_GT(refused, read / 32);
  fmt::print("{} read, {} refused, {} of these by the end of the inference's process\n", read, refused, ended);
}

}  // namespace
}  // namespace lmulsim::formats
