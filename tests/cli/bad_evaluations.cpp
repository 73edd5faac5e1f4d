// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>

#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kData = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
const std::string kModel = " --model " + kData + "tiny.bin --tokenizer " + kData + "tok_tiny.bin ";
const std::string kEval = "eval" + kModel + "--text t.txt ";
const std::string kGenerate = "generate" + kModel;

void eval(BadInputs& table, const char* name, const std::string& arguments, const std::string& text,
          Fragments fragments) {
  table.add(name, kEval + arguments, {{"t.txt", text}}, fragments);
}

std::string checkpoint_with_nan() {
  std::string bytes = checkpoint(kHeader, weights_of(kHeader));
  const float nan = std::nanf("");
  std::memcpy(bytes.data() + bytes.size() / 2 / sizeof(float) * sizeof(float), &nan, sizeof(float));
  return bytes;
}

/// A llama2.c tokenizer that knows single bytes only.
std::string tokenizer_of(int vocab) {
  std::string bytes(sizeof(std::int32_t), '\x08');
  for (int i = 0; i < vocab; ++i) {
    const std::string text = "t" + std::to_string(i);
    const auto length = static_cast<std::int32_t>(text.size());
    bytes.append(sizeof(float), '\0');
    bytes.append(reinterpret_cast<const char*>(&length), sizeof(length));
    bytes += text;
  }
  return bytes;
}

void texts(BadInputs& table) {
  table.add("EvalMissingText", kEval, {}, {"t.txt", "No such file"});
  eval(table, "EvalEmptyText", "", "", {"t.txt: expected a text of at least 2 tokens, found 0"});
  eval(table, "EvalTextOfSpace", "", " \n\t\n<|endoftext|>\n", {"at least 2 tokens, found 0"});
  eval(table, "EvalTextOfOneToken", "", "the", {"at least 2 tokens, found 1"});
  eval(table, "EvalOutInMissingFolder", "--out no/such/e.json", "the sand", {"no/such/e.json"});
}

void models(BadInputs& table) {
  table.add("EvalMissingModel", "eval --model none.bin --text t.txt", {{"t.txt", "the sand"}}, {"none.bin"});
  table.add("EvalModelIsText", "eval --model t.txt --text t.txt", {{"t.txt", "the sand"}}, {"t.txt"});
  table.add("EvalNanInWeights", "eval --model m.bin --text t.txt",
            {{"m.bin", checkpoint_with_nan()}, {"tok260.bin", tokenizer_of(260)}, {"t.txt", "the sand"}},
            {"m.bin: ", "expected finite values, found nan at element"});
  table.add("EvalNoTokenizer", "eval --model m.bin --text t.txt",
            {{"m.bin", checkpoint(kHeader, weights_of(kHeader))}, {"t.txt", "the sand"}},
            {"m.bin: expected a tokenizer given, or beside it tokenizer.json, tok260.bin, tokenizer.bin"});
  table.add("EvalNeitherTextNorLabels", "eval" + kModel, {}, {"--text: expected a text, or --labelled"});
  table.add("EvalLabelsOfADecoder", "eval" + kModel + "--labelled l.tsv", {{"l.tsv", "0\ta\n"}},
            {"tiny.bin: expected a classifier of texts, found a model without labels"});
  table.add("EvalTextForAnEncoder", "eval --model " + kData + "hf/bert --text t.txt", {{"t.txt", "a b"}},
            {"hf/bert: --text: expected a decoder"});
  table.add("GenerateWithAnEncoder", "generate --model " + kData + "hf/bert --prompt a", {},
            {"hf/bert: --prompt: expected a decoder"});
  table.add("EvalLabelOutside", "eval --model " + kData + "hf/bert --labelled l.tsv", {{"l.tsv", "0\ta\n3\tb\n"}},
            {"l.tsv:2: expected a label from 0 to 2, a tab and a text, found '3"});
  table.add("GenerateTokenizerJsonOfAnotherKind",
            "generate --model " + kData + "tiny.bin --tokenizer t.json --prompt the",
            {{"t.json", R"({"model": {"type": "Words"}})"}},
            {"t.json: model: type: expected one of BPE, Unigram, WordPiece, WordLevel, found 'Words'"});
  table.add("EvalTokenizerOfAnotherModel", "eval --model m.bin --text t.txt --tokenizer " + kData + "tok_tiny.bin",
            {{"m.bin", checkpoint(kHeader, weights_of(kHeader))}, {"t.txt", "the sand"}},
            {"tok_tiny.bin: expected 260 tokens, found 300"});
  table.add("EvalNoModel", "eval --text t.txt", {{"t.txt", "the sand"}}, {"--model is required"});
}

void arithmetics(BadInputs& table) {
  eval(table, "EvalUnknownArithmetic", "--arithmetic lmull:e4m3", "the sand",
       {"--arithmetic: expected one of exact", "the nearest is 'lmul'"});
  eval(table, "EvalUnknownArithmeticAfterAGoodOne", "--arithmetic fp32 exact:bf16 e4m3", "the sand",
       {"--arithmetic: expected fp32 or MULTIPLIER:FORMAT", "'e4m3'"});
  eval(table, "EvalMissingPlan", "--arithmetic none.yaml", "the sand", {"none.yaml"});
  eval(table, "EvalLayerBeyondTheModel", "--arithmetic fp32+2.mlp=lmul:e4m3", "the sand",
       {"2.mlp: expected layers 0 to 1"});
  eval(table, "EvalCalibrateAMultiplier", "--calibrate exact:e4m3", "the sand",
       {"--calibrate: expected an arithmetic with an adder", "exact:e4m3"});
  eval(table, "EvalCalibrateOnTooLittle", "--calibrate lmul:e4m3", "the", {"--calibrate: expected", "found 0 and 1"});
  eval(table, "EvalCalibrateAndArithmetic", "--calibrate lmul:e4m3 --arithmetic fp32", "the sand",
       {"--arithmetic", "--calibrate"});
  eval(table, "EvalOneToken", "--tokens 1", "the sand", {"--tokens"});
  eval(table, "EvalContextBeyondTheModel", "--context 33", "the sand",
       {"--context: expected at most the model's 32, found 33"});
  eval(table, "EvalContextOfOne", "--context 1", "the sand", {"--context"});
  eval(table, "EvalNoThread", "--threads 0", "the sand", {"--threads"});
}

void sweeps(BadInputs& table) {
  const auto sweep = [&](const char* name, const std::string& yaml, Fragments fragments) {
    table.add(name, kEval + "--sweep s.yaml", {{"t.txt", "the sand"}, {"s.yaml", yaml}}, fragments);
  };
  sweep("SweepEmpty", "", {"s.yaml:1: expected one map of keys"});
  sweep("SweepOfNothing", "grids: {}", {"s.yaml: expected plans or grids"});
  sweep("SweepUnknownWord", "grids:\n  g: {formats: [e4m3, fp9], multipliers: [exact]}", {"s.yaml:2: grids.g.formats"});
  sweep("SweepUnknownKey", "plan: [fp32]", {"unknown key 'plan'", "'plans'"});
  sweep("SweepGridIsAList", "grids: {g: [exact]}", {"grids.g: expected a map, found a list"});
  sweep("SweepLayerBeyondTheModel", "plans: ['fp32+2.mlp=lmul:e4m3']", {"2.mlp: expected layers 0 to 1"});
  eval(table, "SweepUnknownName", "--sweep arithmetic", "the sand", {"the nearest is 'arithmetics'"});
  eval(table, "SweepMissing", "--sweep none.yaml", "the sand", {"none.yaml"});
  eval(table, "SweepAndArithmetic", "--sweep paper --arithmetic lmul:e4m3", "the sand", {"--sweep", "--arithmetic"});
  eval(table, "SweepAndLayers", "--sweep paper --layers", "the sand", {"--sweep", "--layers"});
  eval(table, "EvalHtmlInMissingFolder", "--arithmetic fp32 --html no/such/e.html", "the sand", {"no/such/e.html"});
}

void qualities(BadInputs& table) {
  const std::string gemm = "gemm --m 4 --n 4 --k 4 --accelerator lmul-e4m3-ws-4x4 --quality q.json";
  const std::string start = R"({"schema": "lmulsim-eval/1", "model": "m", "text": "t", "tokens": 9, )";
  table.add("QualityMissing", gemm, {}, {"q.json"});
  table.add("QualityIsNoJson", gemm, {{"q.json", "perplexity,3"}}, {"q.json:1"});
  table.add("QualityIsAReport", gemm, {{"q.json", R"({"schema": "lmulsim-report/1"})"}},
            {"q.json: schema: expected 'lmulsim-eval/1', what 'lmulsim eval' writes, found 'lmulsim-report/1'"});
  table.add("QualityOfAnOlderVersion", gemm, {{"q.json", start + R"("rows": []})"}}, {"q.json: provenance"});
  table.add("QualityWithoutRows", gemm, {{"q.json", start + R"("provenance": {"version": "1"}, "rows": []})"}},
            {"q.json: rows: expected at least one row"});
  table.add("ReproduceQualityMissing", "reproduce --quality q.json", {}, {"q.json"});
  table.add("CompareQualityMissing", "compare . . --quality q.json", {}, {"report.json"});
}

}  // namespace

void bad_evaluations(BadInputs& table) {
  texts(table);
  models(table);
  arithmetics(table);
  sweeps(table);
  qualities(table);
  table.add("GenerateWithoutPrompt", kGenerate, {}, {"--prompt is required"});
  table.add("GenerateTooMuch", kGenerate + "--prompt 'the sand' --tokens 28", {},
            {"--tokens: expected at most 27 after a prompt of 5 tokens, found 28"});
  table.add("GenerateCold", kGenerate + "--prompt the --temperature -1", {}, {"--temperature"});
  table.add("GenerateUnknownArithmetic", kGenerate + "--prompt the --arithmetic lmul:fp8", {}, {"'fp8'"});
}

}  // namespace lmulsim::cli_test
