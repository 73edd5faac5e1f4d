// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "corrupt_case.hpp"
#include "onnx_file.hpp"

namespace lmulsim::formats {

namespace {

Case onnx(const char* name, std::function<void(OnnxFile&)> corrupt, const char* message) {
  return {name, Kind::onnx,
          [=](const std::string&) {
            OnnxFile file;
            corrupt(file);
            return file.bytes();
          },
          message};
}

}  // namespace

std::vector<Case> onnxs() {
  return {
      {"NoProtobuf", Kind::onnx, [](const std::string&) { return std::string(100, '\xFF'); }, "expected an ONNX model"},
      {"Empty", Kind::onnx, [](const std::string&) { return ""; }, "graph: expected 1 to 65536 nodes, found 0"},
      onnx(
          "NoVersion", [](OnnxFile& f) { f.opset = 0; }, "opset_import: expected version 7 to 23"),
      onnx(
          "LaterVersion", [](OnnxFile& f) { f.opset = 24; }, "opset_import: expected version 7 to 23"),
      onnx(
          "UnknownOperator", [](OnnxFile& f) { f.op = "MatMulX"; },
          "node 'node' (MatMulX): expected an operator of set 13"),
      onnx(
          "OtherDomain", [](OnnxFile& f) { f.domain = "com.microsoft"; },
          "node 'node' (com.microsoft.MatMul): an operator of the domain 'com.microsoft' that is not modelled"),
      onnx(
          "OtherProduct",
          [](OnnxFile& f) {
            f.op = "Einsum";
            f.attributes = {OnnxFile::text_attribute("equation", "ij,jk->ik")};
          },
          "node 'node' (Einsum): an operator that multiplies and is not modelled"),
      onnx(
          "OperandsOfAnotherType", [](OnnxFile& f) { f.op = "MatMulInteger"; }, "MatMulInteger, node name: node"),
      onnx(
          "ControlFlow", [](OnnxFile& f) { f.op = "If", f.attributes = {OnnxFile::graph_attribute("then_branch")}; },
          "node 'node' (If): control flow is not modelled"),
      onnx(
          "Function", [](OnnxFile& f) { f.function = true; }, "functions: expected none"),
      onnx(
          "SparseWeights", [](OnnxFile& f) { f.sparse = true; }, "sparse_initializer: expected dense"),
      onnx(
          "OneInput", [](OnnxFile& f) { f.inputs = {"x"}; }, "node 'node' (MatMul)"),
      onnx(
          "InputOfNobody",
          [](OnnxFile& f) {
            f.inputs = {"x", "z"};
          },
          "expected the input 'z' to be given before"),
      onnx(
          "ItsOwnInput",
          [](OnnxFile& f) {
            f.inputs = {"y", "w"};
          },
          "expected the input 'y' to be given before"),
      onnx(
          "ResultOfNobody", [](OnnxFile& f) { f.result = "z"; }, "output 'z': expected a value of the graph"),
      onnx(
          "SameResultTwice", [](OnnxFile& f) { f.copies = 2; }, "value 'y': expected to be given once"),
      onnx(
          "ResultThatIsAWeight", [](OnnxFile& f) { f.output = "w"; }, "value 'w': expected to be given once"),
      onnx(
          "FewBytes", [](OnnxFile& f) { f.w_bytes = 47; },
          "tensor 'w': expected 48 bytes for the shape [4, 3], found 47"),
      onnx(
          "NegativeSize",
          [](OnnxFile& f) {
            f.w = {4, ~std::uint64_t{0}};
          },
          "tensor 'w': expected sizes of at least 0"),
      onnx(
          "SizesThatOverflow",
          [](OnnxFile& f) {
            f.w = {kHuge, 4};
          },
          "tensor 'w': expected sizes"),
      onnx(
          "TextAsWeights", [](OnnxFile& f) { f.w_type = 8; },
          "tensor 'w': expected an element type of numbers, found number 8"),
      onnx(
          "UnknownType", [](OnnxFile& f) { f.w_type = 99; }, "tensor 'w': expected an element type"),
      onnx(
          "SizesThatDoNotFit",
          [](OnnxFile& f) {
            f.x = {2, 5};
          },
          "shapes: "),
      onnx(
          "InputOfNothing",
          [](OnnxFile& f) {
            f.x = {0, 4};
          },
          "input 'x': dimension 0 ('x.0') is open: expected its size (--dimension x.0=SIZE), found none"),
      onnx(
          "NegativeInput",
          [](OnnxFile& f) {
            f.x = {~std::uint64_t{1}, 4};
          },
          "input 'x': dimension 0: expected 1 to"),
      onnx(
          "OpenInput", [](OnnxFile& f) { f.open = "batch"; }, "input 'x': dimension 0 ('batch') is open"),
      onnx(
          "InputWithoutShape", [](OnnxFile& f) { f.x_has_shape = false; }, "input 'x': expected a tensor with a shape"),
      onnx(
          "StrideOfNothing",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {3, 4, 1, 1}, f.attributes = {OnnxFile::ints("strides", {0, 0})};
          },
          "node 'node' (Conv): attribute strides: expected 1 to"),
      onnx(
          "FlatConvolutionWeights",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {12};
          },
          "kernel_shape has incorrect size"),
      onnx(
          "ConvolutionWeightsThatAreComputed",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.inputs = {"x", "x"};
          },
          "node 'node' (Conv): expected kernel_shape, or weights of the file, found neither"),
      onnx(
          "ConcatOfNothing",
          [](OnnxFile& f) {
            f.op = "Concat", f.inputs = {"x", ""},
            f.attributes = {Message().text(1, "axis").number(3, 0).number(20, 2)};
          },
          "node 'node' (Concat): input 1: expected a value, found none"),
      onnx(
          "SpectrumOfAMatrix",
          [](OnnxFile& f) {
            f.opset = 17, f.op = "STFT", f.inputs = {"w", "x"}, f.w = {}, f.w_bytes = 4;
          },
          "shapes: expected a model that ONNX's own inference can read, found one that ends it"),
      onnx(
          "HugePadding",
          [](OnnxFile& f) {
            f.op = "Conv", f.x = {1, 4, 4, 4}, f.w = {3, 4, 1, 1},
            f.attributes = {OnnxFile::ints("pads", {kHuge, 0, 0, 0})};
          },
          "node 'node' (Conv): attribute pads: expected 0 to"),
      onnx(
          "DataOutOfTheFolder",
          [](OnnxFile& f) {
            f.external = {{"location", "../m.bin"}};
          },
          "tensor 'w': external data: expected a file in the model's folder"),
      onnx(
          "DataAnywhere",
          [](OnnxFile& f) {
            f.external = {{"location", "/etc/passwd"}};
          },
          "tensor 'w': external data: expected a file in the model's folder"),
      onnx(
          "DataNowhere",
          [](OnnxFile& f) {
            f.external = {{"offset", "0"}};
          },
          "tensor 'w': external data: expected a file"),
      onnx(
          "DataBeyondItsFile",
          [](OnnxFile& f) {
            f.external = {{"location", "m.onnx"}, {"offset", "18446744073709551615"}, {"length", "48"}};
          },
          "tensor 'w': external data: expected 48 bytes from byte 18446744073709551615"),
      onnx(
          "OffsetThatIsNoNumber",
          [](OnnxFile& f) {
            f.external = {{"location", "m.onnx"}, {"offset", "-1"}};
          },
          "tensor 'w': external data: offset: expected a number, found '-1'"),
  };
}

}  // namespace lmulsim::formats
