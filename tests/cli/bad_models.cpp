// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstring>
#include <limits>

#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kRun = "run --accelerator lmul-e4m3-ws-4x4 --workload ";

void model(BadInputs& table, const char* name, const std::string& bytes, Fragments fragments) {
  table.add(name, kRun + "m.bin", {{"m.bin", bytes}}, fragments);
}

/// A checkpoint with one field of its header changed.
void header(BadInputs& table, const char* name, std::size_t field, std::int32_t value, Fragments fragments) {
  std::vector<std::int32_t> fields = kHeader;
  fields[field] = value;
  model(table, name, checkpoint(fields, weights_of(kHeader)), fragments);
}

/// The valid checkpoint with one weight replaced.
std::string with_weight(std::size_t index, float value) {
  std::string bytes = checkpoint(kHeader, weights_of(kHeader));
  std::memcpy(bytes.data() + 28 + index * sizeof(float), &value, sizeof(float));
  return bytes;
}

/// The valid trace with one place changed, beside its tensors.
void traced(BadInputs& table, const char* name, std::string_view from, std::string_view to, Fragments fragments) {
  table.add(name, kRun + "w.json", {{"w.json", replaced(trace(), from, to)}, {"t.safetensors", tensors()}}, fragments);
}

/// The valid trace beside other tensors.
void beside(BadInputs& table, const char* name, const std::string& bytes, Fragments fragments) {
  table.add(name, kRun + "w.json", {{"w.json", trace()}, {"t.safetensors", bytes}}, fragments);
}

void checkpoints(BadInputs& table) {
  const std::string valid = checkpoint(kHeader, weights_of(kHeader));
  model(table, "CheckpointEmpty", "", {"m.bin", "at least 28 bytes, found 0"});
  model(table, "CheckpointHalfAHeader", valid.substr(0, 14), {"m.bin", "at least 28 bytes, found 14"});
  model(table, "CheckpointOnlyAHeader", valid.substr(0, 28),
        {"m.bin: expected", "bytes from the header (dim 8", "found 28"});
  model(table, "CheckpointTruncated", valid.substr(0, valid.size() - 1),
        {"m.bin: expected", "found " + std::to_string(valid.size() - 1)});
  model(table, "CheckpointTooLong", valid + "x", {"m.bin: expected", "found " + std::to_string(valid.size() + 1)});
  model(table, "CheckpointOfText", std::string(64, 'a'), {"m.bin: header: dim: expected 1 to 65536, found 1633771873"});
  header(table, "CheckpointNewVersion", 0, 0x616B3432,
         {"m.bin: expected a llama2.c checkpoint with the legacy header"});
  header(table, "CheckpointZeroDim", 0, 0, {"m.bin: header: dim: expected 1 to 65536, found 0"});
  header(table, "CheckpointNegativeLayers", 2, -1, {"m.bin: header: n_layers: expected 1 to 1024, found -1"});
  header(table, "CheckpointAbsurdSizes", 6, std::numeric_limits<std::int32_t>::max(),
         {"m.bin: header: seq_len: expected 1 to", "found 2147483647"});
  header(table, "CheckpointLowestVocab", 5, std::numeric_limits<std::int32_t>::min(),
         {"m.bin: header: vocab_size: expected (without its sign) 1 to", "found -2147483648"});
  header(table, "CheckpointHeadsDoNotDivide", 3, 3, {"m.bin: header: n_heads: expected to divide dim = 8", "found 3"});
  header(table, "CheckpointKeyHeadsDoNotDivide", 4, 3, {"m.bin: header: n_kv_heads", "found 3"});
  model(table, "CheckpointNan", with_weight(0, std::nanf("")),
        {"m.bin: token_embedding: expected finite values, found nan at element 0"});
  model(table, "CheckpointInfinity", with_weight(5, std::numeric_limits<float>::infinity()),
        {"m.bin: token_embedding: expected finite values, found inf at element 5"});
  table.add("CheckpointSequenceTooLong", kRun + "m.bin --seq 9", {{"m.bin", valid}},
            {"m.bin: seq: expected 1 to 8, found 9"});
  table.add("CheckpointTextWithoutTokenizer", kRun + "m.bin --text hi", {{"m.bin", valid}},
            {"m.bin: expected a tokenizer given, or beside it tokenizer.json", "found 0"});
  table.add("TokenizerMissing", kRun + "m.bin --text hi --tokenizer t.bin", {{"m.bin", valid}},
            {"t.bin", "No such file"});
  table.add("TokenizerTruncated", kRun + "m.bin --text hi",
            {{"m.bin", valid}, {"tok.bin", std::string("\x05\x00\x00\x00\x00\x00", 6)}},
            {"tok.bin: token 0: expected", "found 2"});
}

void traces(BadInputs& table) {
  traced(table, "TraceUnknownVersion", "trace/1", "trace/2",
         {"w.json: schema: expected 'lmulsim-trace/1', found 'lmulsim-trace/2'"});
  traced(table, "TraceUnknownKey", "\"tensors\"", "\"tensor\"", {"w.json: unknown key 'tensor'", "'tensors'"});
  traced(table, "TraceUnknownOperatorKey", "\"k\": 4", "\"k\": 4, \"cuont\": 2",
         {"w.json: operators[0]: unknown key 'cuont'", "'count'"});
  traced(table, "TraceMissingSize", "\"k\": 4, ", "",
         {"w.json: operators[0]: k: expected an integer", "the key is missing"});
  traced(table, "TraceZeroSize", "\"m\": 2", "\"m\": 0", {"w.json: operators[0]: m: expected an integer from 1", "0"});
  traced(table, "TraceTextAsSize", "\"m\": 2", "\"m\": \"2\"",
         {"w.json: operators[0]: m: expected an integer", "found the string \"2\""});
  traced(table, "TraceUnknownKind", "\"gemm\"", "\"gem\"",
         {"w.json: operators[0]: kind: expected one of", "'gem'", "'gemm'"});
  traced(table, "TraceUnknownDependency", "\"k\": 4", "\"k\": 4, \"depends_on\": [\"fx\"]",
         {"w.json: operators[0]: depends_on: expected an operator given before, found 'fx'"});
  traced(table, "TraceUnknownTensor", "\"b\": \"w\"", "\"b\": \"v\"", {"w.json", "'fc'", "'v'"});
  traced(table, "TraceShapeMismatch", "\"n\": 2", "\"n\": 3", {"w.json: operator 'fc'", "4", "3"});
  traced(table, "TraceOtherFormat", "\"k\": 4", "\"k\": 4, \"b_format\": \"e5m2\"", {"e5m2"});
  traced(table, "TraceNoOperators",
         "{\"name\": \"fc\", \"kind\": \"gemm\", \"m\": 2, \"n\": 2, \"k\": 4, \"a\": \"x\", \"b\": \"w\"}", "",
         {"w.json: expected at least one operator, found none"});
  traced(table, "TraceTensorsElsewhere", "\"t.safetensors\"", "\"../t.safetensors\"",
         {"w.json: tensors: expected the name of a file beside the trace, found '../t.safetensors'"});
  table.add("TraceTensorsMissing", kRun + "w.json", {{"w.json", trace()}}, {"t.safetensors", "No such file"});
  table.add("TraceForAnotherFormat", "run --accelerator int8-ws-4x4 --workload w.json",
            {{"w.json", trace()}, {"t.safetensors", tensors()}},
            {"fc: second operand: expected the accelerator's int8, found e4m3"});
  table.add("TraceCutShort", kRun + "w.json", {{"w.json", trace().substr(0, 60)}, {"t.safetensors", tensors()}},
            {"w.json:", "not valid JSON"});
}

void safetensors_files(BadInputs& table) {
  const std::string x = R"("x":{"dtype":"F32","shape":[2,4],"data_offsets":[0,32]})";
  beside(table, "TensorsEmpty", "", {"t.safetensors: expected a safetensors file of at least 8 bytes, found 0"});
  beside(table, "TensorsHeaderCut", tensors().substr(0, 40),
         {"t.safetensors: expected a safetensors header of at most 32 bytes"});
  beside(table, "TensorsDataCut", tensors().substr(0, tensors().size() - 1),
         {"t.safetensors: w: data_offsets: expected an end of at most 39", "found 40"});
  beside(table, "TensorsAbsurdHeader", std::string(8, '\xff') + "{}",
         {"t.safetensors: expected a safetensors header of at most 2 bytes, found a length of 18446744073709551615"});
  beside(table, "TensorsHeaderNotJson", safetensors("{x", 0), {"t.safetensors (header):1:", "not valid JSON"});
  beside(table, "TensorsHeaderIsAList", safetensors("[]", 0), {"t.safetensors: expected an object, found an array"});
  beside(table, "TensorsUnknownType", safetensors(replaced("{" + x + "}", "F32", "F33"), 32),
         {"t.safetensors: x: dtype: expected one of", "'F33'"});
  beside(table, "TensorsAbsurdShape", safetensors(replaced("{" + x + "}", "[2,4]", "[4611686018427387904,8]"), 32),
         {"t.safetensors: x: shape: larger than the 32 bytes of data"});
  beside(table, "TensorsWrongSize", safetensors(replaced("{" + x + "}", "[2,4]", "[2,3]"), 32),
         {"t.safetensors: x: data_offsets: expected 24 bytes for the shape and type, found 32"});
  beside(table, "TensorsBackwards", safetensors(replaced("{" + x + "}", "[0,32]", "[32,0]"), 32),
         {"t.safetensors: x: data_offsets: expected [begin, end] with begin <= end"});
  beside(table, "TensorsWithAGap", safetensors(replaced("{" + x + "}", "[0,32]", "[4,36]"), 36),
         {"t.safetensors: tensor 'x': expected data from byte 0 on, found 4"});
  beside(table, "TensorsTwice", safetensors("{" + x + "," + x + "}", 32),
         {"t.safetensors (header):1:", "key 'x' is given twice"});
}

}  // namespace

void bad_models(BadInputs& table) {
  checkpoints(table);
  traces(table);
  safetensors_files(table);
}

}  // namespace lmulsim::cli_test
