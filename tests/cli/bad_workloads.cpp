// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kRun = "run --accelerator lmul-e4m3-ws-4x4 --workload ";

void config(BadInputs& table, const char* name, std::string_view from, std::string_view to, Fragments fragments) {
  table.add(name, kRun + "config.json", {{"config.json", replaced(hf_config(), from, to)}}, fragments);
}

void shape(BadInputs& table, const char* name, const std::string& options, Fragments fragments) {
  table.add(name, kRun + "config.json " + options, {{"config.json", hf_config()}}, fragments);
}

void topology(BadInputs& table, const char* name, const std::string& text, Fragments fragments) {
  table.add(name, kRun + "t.csv", {{"t.csv", text}}, fragments);
}

}  // namespace

void bad_workloads(BadInputs& table) {
  const std::string convolutions =
      "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n";
  table.add("WorkloadNameUnknown", kRun + "gpt3", {}, {"'gpt3'", "the nearest is 'gpt2'"});
  table.add("WorkloadFileMissing", kRun + "config.json", {}, {"config.json", "No such file"});
  table.add("WorkloadTopologyMissing", kRun + "t.csv", {}, {"t.csv", "No such file"});
  table.add("WorkloadCheckpointMissing", kRun + "m.bin", {}, {"m.bin", "No such file"});
  table.add("TraceOfUnknownWorkload", "trace --workload gpt3 --out t.json", {}, {"'gpt3'", "'gpt2'"});
  table.add("TraceNotJson", kRun + "w.json", {{"w.json", "name,m,n,k\n"}}, {"w.json:1:", "not valid JSON"});
  table.add("WorkloadOfNoKind", kRun + "w.json", {{"w.json", "{}"}},
            {"w.json: expected a trace (key 'schema')", "found neither key"});
  table.add("WorkloadIsAnArray", kRun + "w.json", {{"w.json", "[]"}}, {"w.json: expected an object, found an array"});
  config(table, "ConfigUnknownModel", "\"llama\"", "\"lama\"",
         {"config.json: model_type: expected one of", "'lama'", "'llama'"});
  config(table, "ConfigMissingKey", "  \"hidden_size\": 16,\n", "", {"config.json: hidden_size", "the key is missing"});
  config(table, "ConfigTextAsNumber", "16", "\"16\"",
         {"config.json: hidden_size: expected an integer", "found the string \"16\""});
  config(table, "ConfigZeroLayers", "_layers\": 2", "_layers\": 0",
         {"config.json: num_hidden_layers: expected an integer", "0"});
  config(table, "ConfigHeadsDoNotDivide", "attention_heads\": 4", "attention_heads\": 6",
         {"config.json: num_attention_heads: expected a divisor of the hidden size 16, found 6"});
  config(table, "ConfigKeyHeadsDoNotDivide", "value_heads\": 2", "value_heads\": 3",
         {"config.json: num_key_value_heads: expected a divisor of num_attention_heads = 4, found 3"});
  config(table, "ConfigKeyTwice", "\"vocab_size\": 300", "\"vocab_size\": 300, \"vocab_size\": 301",
         {"config.json:8:", "key 'vocab_size' is given twice"});
  config(table, "ConfigMalformed", "16,", "16", {"config.json:4:", "not valid JSON"});
  shape(table, "ShapeUnknownPhase", "--phase decod",
        {"--phase: expected prefill or decode, found 'decod'", "'decode'"});
  shape(table, "ShapeSequenceTooLong", "--seq 33", {"seq", "32", "33"});
  shape(table, "ShapeZeroSequence", "--seq 0", {"seq", "0"});
  shape(table, "ShapeZeroBatch", "--batch 0", {"batch", "0"});
  shape(table, "ShapeTooManyLayers", "--layers 3", {"layers", "2", "3"});
  shape(table, "ShapeContextOfPrefill", "--context 8", {"context"});
  shape(table, "ShapeSequenceOfDecode", "--phase decode --seq 8", {"seq"});
  shape(table, "ShapeTextOfAConfig", "--text hello", {"config.json: tokens: expected a model (a llama2.c checkpoint"});
  table.add("ShapeOfATopology", kRun + "t.csv --seq 4", {{"t.csv", "a,1,2,3\n"}},
            {"t.csv: seq: expected none, as a topology has its own sizes"});
  topology(table, "TopologyEmpty", "", {"t.csv: expected at least one layer, found none"});
  topology(table, "TopologyShortRow", convolutions + "conv,8,8,3,3,1,4\n", {"t.csv:2: expected 8 cells", "found 7"});
  topology(table, "TopologyWrongNumber", convolutions + "conv,8,8,3,x,1,4,1\n",
           {"t.csv:2: Filter Width: expected an integer from 1", "found 'x'"});
  topology(table, "TopologyZero", "fc,1,0,3\n", {"t.csv:1: N: expected an integer from 1", "found '0'"});
  topology(table, "TopologyUnknownColumn", replaced(convolutions, " Channels,", " Chanels, Depth, Groups,"),
           {"t.csv:1: unknown column 'Chanels'", "'Channels'"});
  topology(table, "TopologyMissingColumn", replaced(convolutions, " Channels,", ""),
           {"t.csv:1: the header lacks the column 'Channels'"});
  topology(table, "TopologyColumnTwice", replaced(convolutions, "Channels", "Channels, Channels"),
           {"t.csv:1: column 'Channels' is given twice"});
  topology(table, "TopologyFilterTooLarge", convolutions + "conv,8,8,9,3,1,4,1\n",
           {"t.csv:2: expected a filter", "at most the input's 8, found 9"});
  topology(table, "TopologyFiveCells", "a,1,2,3,4\n", {"t.csv:1: expected a header, or 4 cells", "found 5"});
  table.add("TopologySectionUnknown", kRun + "'t.csv#Smal Net'",
            {{"t.csv", convolutions + "\nSmall Net,\nconv,8,8,3,3,1,4,1,\n"}},
            {"t.csv: there is no section 'Smal Net'", "'Small Net'"});
}

}  // namespace lmulsim::cli_test
