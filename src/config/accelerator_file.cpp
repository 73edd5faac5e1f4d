// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/accelerator_file.hpp"

#include "config/yaml_map.hpp"
#include "util/file.hpp"

namespace lmulsim::config {

AcceleratorFile parse_accelerator(const std::string& text, const std::string& source) {
  AcceleratorFile file;
  file.source = source;
  YamlMap top = YamlMap::document(text, source);
  file.name = top.text("name");
  if (auto array = top.map("array")) {
    file.rows = array->integer("rows");
    file.cols = array->integer("cols");
    file.dataflow = array->text("dataflow");
    array->finish();
  }
  if (auto pe = top.map("pe")) {
    file.multiplier = pe->text("multiplier");
    file.activation_format = pe->text("activation_format");
    file.weight_format = pe->text("weight_format");
    file.subnormals = pe->text("subnormals");
    file.product = pe->text("product");
    file.accumulator = pe->text("accumulator");
    file.max_k = pe->integer("max_k");
    file.mul_stages = pe->integer("mul_stages");
    file.acc_latency = pe->integer("acc_latency");
    pe->finish();
  }
  if (auto memory = top.map("memory")) {
    file.sram_kib = memory->integer("sram_kib");
    file.activation_kib = memory->integer("activation_kib");
    file.weight_kib = memory->integer("weight_kib");
    file.accumulator_kib = memory->integer("accumulator_kib");
    file.word_bits = memory->integer("word_bits");
    memory->finish();
  }
  file.clock_mhz = top.number("clock_mhz");
  file.clock = top.text("clock");
  top.finish();
  return file;
}

AcceleratorFile read_accelerator_file(const std::string& path) {
  return parse_accelerator(util::read_file(path, util::kLargestConfig), path);
}

}  // namespace lmulsim::config
