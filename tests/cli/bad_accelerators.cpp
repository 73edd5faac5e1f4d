// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kGemm = "gemm --accelerator a.yaml --m 4 --n 4 --k 4";

/// The valid accelerator with one place changed.
void changed(BadInputs& table, const char* name, std::string_view from, std::string_view to, Fragments fragments) {
  table.add(name, kGemm, {{"a.yaml", replaced(accelerator(), from, to)}}, fragments);
}

void file(BadInputs& table, const char* name, const std::string& text, Fragments fragments) {
  table.add(name, kGemm, {{"a.yaml", text}}, fragments);
}

}  // namespace

void bad_accelerators(BadInputs& table) {
  const std::string three = "multiplier: lmul\n  activation_format: e4m3\n  weight_format: e4m3\n";
  table.add("AcceleratorFileMissing", kGemm, {}, {"a.yaml", "No such file"});
  table.add("AcceleratorNameUnknown", "gemm --accelerator lmul-e4m3-ws-4x5 --m 4 --n 4 --k 4", {},
            {"'lmul-e4m3-ws-4x5'", "the nearest is 'lmul-e4m3-ws-4x4'"});
  table.add("AcceleratorIsAFolder", "gemm --accelerator ./ --m 4 --n 4 --k 4", {}, {"./"});
  file(table, "AcceleratorEmpty", "", {"a.yaml:1: expected one map of keys, found nothing"});
  file(table, "AcceleratorIsAList", "- 1\n- 2\n", {"a.yaml:1: expected one map of keys, found a list"});
  file(table, "AcceleratorIsBinary",
       std::string("\x7f"
                   "ELF\x02\x01\x00\x00\xff\xfe",
                   10),
       {"a.yaml"});
  changed(table, "AcceleratorMalformed", "dataflow: ws}", "dataflow: ws", {"a.yaml:", "malformed YAML"});
  changed(table, "AcceleratorTwoDocuments", "clock_mhz", "---\nclock_mhz", {"a.yaml:1", "found 2 documents"});
  changed(table, "AcceleratorUnknownKey",
          "multiplier:", "multiplyer:", {"a.yaml:4: unknown key 'pe.multiplyer'", "'pe.multiplier'"});
  changed(table, "AcceleratorMissingKey", "clock_mhz: 500\n", "", {"a.yaml: missing key 'clock_mhz'"});
  changed(table, "AcceleratorKeyTwice", "clock_mhz: 500\n", "clock_mhz: 500\nclock_mhz: 600\n",
          {"a.yaml:10: key 'clock_mhz' is given twice (first in line 9)"});
  changed(table, "AcceleratorTextAsNumber", "rows: 4", "rows: four",
          {"a.yaml:2: array.rows: expected an integer, found 'four'"});
  changed(table, "AcceleratorQuotedNumber", "rows: 4", "rows: \"4\"",
          {"a.yaml:2: array.rows: expected an integer, found the quoted text '4'"});
  changed(table, "AcceleratorListAsNumber", "rows: 4", "rows: [4]",
          {"a.yaml:2: array.rows: expected an integer, found a list"});
  changed(table, "AcceleratorScalarAsMap", "array: {rows: 4, cols: 4, dataflow: ws}", "array: 4",
          {"a.yaml:2: array: expected a map, found '4'"});
  changed(table, "AcceleratorZeroRows", "rows: 4", "rows: 0", {"a.yaml:2: array.rows: expected 1 to 1024, found 0"});
  changed(table, "AcceleratorNegativeMemory", "weight_kib: 8", "weight_kib: -8",
          {"a.yaml:8: memory.weight_kib: expected 1 to", "found -8"});
  changed(table, "AcceleratorMemoryBelowOneTile", "{rows: 4, cols: 4, dataflow: ws}",
          "{rows: 1024, cols: 1024, dataflow: ws}", {"a.yaml:8: memory.", "for one tile", "found 8"});
  changed(table, "AcceleratorOddWord", "word_bits: 64", "word_bits: 65",
          {"a.yaml:8: memory.word_bits: expected a power of two from 8 to 1024, found 65"});
  changed(table, "AcceleratorZeroClock", "500", "0", {"a.yaml:9: clock_mhz: expected 1 to 100000, found 0"});
  changed(table, "AcceleratorInfiniteClock", "500", "inf", {"a.yaml:9: clock_mhz: expected a number, found 'inf'"});
  changed(table, "AcceleratorUnknownDataflow", "dataflow: ws", "dataflow: rs",
          {"a.yaml:2: array.dataflow", "ws, os, is", "'rs'"});
  changed(table, "AcceleratorUnknownMultiplier", "multiplier: lmul", "multiplier: lmull",
          {"a.yaml:4: pe.multiplier", "'lmull'", "'lmul'"});
  changed(table, "AcceleratorReferenceMultiplier", "multiplier: lmul", "multiplier: lmul-real",
          {"a.yaml:4: pe.multiplier", "lmul-real", "no hardware has it"});
  changed(table, "AcceleratorOffsetTooLarge", "multiplier: lmul", "multiplier: adder:57",
          {"a.yaml:4: pe.multiplier: expected an adder offset of 0 to 56", "found 57"});
  changed(table, "AcceleratorUnknownFormat", "weight_format: e4m3", "weight_format: e4mx3",
          {"a.yaml:6: pe.weight_format", "'e4mx3'", "'e4m3'"});
  changed(table, "AcceleratorUnbuiltFormat", "weight_format: e4m3", "weight_format: fp32",
          {"a.yaml:6: pe.weight_format", "'fp32'", "expected one of"});
  changed(table, "AcceleratorUnknownAccumulator", "accumulator: fp32", "accumulator: fp33",
          {"a.yaml:7: pe.accumulator", "'fp33'", "'fp32'"});
  changed(table, "AcceleratorFp16Accumulator", "accumulator: fp32", "accumulator: fp16",
          {"a.yaml:7: pe.accumulator", "'fp16'", "no hardware has it"});
  changed(table, "AcceleratorNarrowProducts", "accumulator: fp32", "accumulator: fp32\n  product: narrow",
          {"a.yaml:8: pe.product", "expected 'wide'"});
  changed(table, "AcceleratorIntegersInFloat", three,
          "multiplier: exact\n  activation_format: int8\n  weight_format: int8\n",
          {"a.yaml:7: pe.accumulator: expected accumulator 'int32' or 'groupG/int32' for int8 operands, found 'fp32'"});
  changed(table, "AcceleratorIntegersInLmul", three,
          "multiplier: lmul\n  activation_format: int8\n  weight_format: int8\n",
          {"a.yaml:4: pe.multiplier: expected multiplier 'exact' or 'table:FILE' for int8 operands, found 'lmul'"});
  changed(table, "AcceleratorIntegerTimesFloat", "weight_format: e4m3", "weight_format: int8",
          {"a.yaml:6: pe.weight_format: expected both operands int8 or neither", "e4m3 x int8"});
  changed(table, "AcceleratorFloatsInInteger", "accumulator: fp32", "accumulator: int32",
          {"a.yaml:7: pe.accumulator", "e4m3 operands, found 'int32'"});
  changed(table, "AcceleratorFixedWithoutK", "accumulator: fp32", "accumulator: fixed",
          {"a.yaml: missing key 'pe.max_k'"});
  changed(table, "AcceleratorKOfAFloat", "accumulator: fp32", "accumulator: fp32\n  max_k: 64",
          {"a.yaml:8: pe.max_k: only the accumulator 'fixed'", "'fp32'"});
  changed(table, "AcceleratorFixedTooWide", "weight_format: e4m3\n  accumulator: fp32",
          "weight_format: bf16\n  accumulator: fixed\n  max_k: 64",
          {"a.yaml:7: pe.accumulator: expected a fixed accumulator of at most", "bits, found"});
  changed(table, "AcceleratorKAboveItsFixed", "accumulator: fp32", "accumulator: fixed\n  max_k: 3",
          {"gemm: expected K of at most 3 (pe.max_k", "found 4"});
  changed(table, "AcceleratorTooManyStages", "accumulator: fp32", "accumulator: fp32\n  mul_stages: 2",
          {"a.yaml:8: pe.mul_stages: expected 0 to 1, found 2"});
  changed(table, "AcceleratorNoLatency", "accumulator: fp32", "accumulator: fp32\n  acc_latency: 0",
          {"a.yaml:8: pe.acc_latency: expected 1 to 8, found 0"});
}

}  // namespace lmulsim::cli_test
