// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// An ONNX model as a workload, with the open dimensions of the seeds.
#include "target.hpp"
#include "workload/onnx.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  const auto read = [&](const workload::Dimensions& dimensions) {
    fuzz::observe(workload::parse_onnx(fuzz::bytes_of(data, size), "/nowhere/m.onnx", dimensions).macs());
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
