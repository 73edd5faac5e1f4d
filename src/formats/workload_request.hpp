// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "formats/onnx/onnx.hpp"
#include "graph/graph.hpp"
#include "transformer/transformer.hpp"

namespace lmulsim::formats {

/// What a user asks for.
struct WorkloadRequest {
  /// A path or a name:
  ///   *.csv             a SCALE-Sim topology; "file.csv#Title" reads one section
  ///   *.bin             a llama2.c checkpoint: real operands; so are *.gguf, *.safetensors and folders of Hugging Face
  ///   *.onnx            an ONNX model
  ///   *.json            a trace (key "schema") or a Hugging Face config (key "model_type")
  ///   anything else     configs/workloads/NAME.json
  std::string source;
  transformer::RunShape run;  ///< transformers only; a topology or trace is what it is
  std::vector<int> tokens;    ///< models only; empty: `text`
  /// Models only, needs a tokenizer; an encoder's is closed, a decoder's continued. Empty: the model's own greedy text.
  std::string text;
  onnx::Dimensions dimensions;      ///< ONNX models only
  std::filesystem::path tokenizer;  ///< empty: what lies beside or in the model
};

/// Throws InputError naming the source, or the nearest known name.
[[nodiscard]] graph::Workload load_workload(const WorkloadRequest& request);

}  // namespace lmulsim::formats
