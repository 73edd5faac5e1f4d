// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// An ONNX model as a workload, with the open dimensions of the seeds.
#include "formats/onnx/onnx.hpp"
#include "target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  const auto read = [&](const formats::onnx::Dimensions& dimensions) {
    fuzz::observe(formats::onnx::parse_onnx(fuzz::bytes_of(data, size), "/nowhere/m.onnx", dimensions).macs());
  };
  return fuzz::refuse_or_any({[&] { read({}); },
                              [&] {
                                read({{"batch", 3}});
                              },
                              [&] {
                                read({{"seq", 5}});
                              },
                              [&] {
                                read({{"batch", 3}, {"seq", 5}});
                              }});
}
