// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workload/graph.hpp"
#include "workload/onnx.hpp"
#include "workload/transformer.hpp"

namespace lmulsim::workload {

/// What a user asks for.
struct WorkloadRequest {
  /// A path or a name:
  ///   *.csv             a SCALE-Sim topology; "file.csv#Title" reads one section
  ///   *.bin             a llama2.c checkpoint: real operands
  ///   *.onnx            an ONNX model
  ///   *.json            a trace (key "schema") or a Hugging Face config (key "model_type")
  ///   anything else     configs/workloads/NAME.json
  std::string source;
  RunShape run;                     ///< transformers only; a topology or trace is what it is
  std::vector<int> tokens;          ///< checkpoints only; empty: `text`
  std::string text;                 ///< checkpoints only, needs a tokenizer; empty: the model's own greedy continuation
  Dimensions dimensions;            ///< ONNX models only
  std::filesystem::path tokenizer;  ///< empty: the only tok*.bin beside the checkpoint
};

/// Throws InputError naming the source, or the nearest known name.
[[nodiscard]] Workload load_workload(const WorkloadRequest& request);

}  // namespace lmulsim::workload
