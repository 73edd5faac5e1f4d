// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "files.hpp"
#include "formats/workload_request.hpp"
#include "gguf_small.hpp"
#include "graph/trace.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::formats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

WorkloadRequest from(const std::string& source) {
  WorkloadRequest request;
  request.source = source;
  return request;
}

std::string data(const std::string& name) {
  return data_file(name).string();
}

TEST(LoadWorkload, TellsTheKindsOfSourceApart) {
  EXPECT_EQ(load_workload(from("gpt2")).parameters, 124439808);
  EXPECT_EQ(load_workload(from(data("tiny_llama.json"))).name, "tiny");
  EXPECT_EQ(load_workload(from(data("mlp.trace.json"))).name, "mlp");
  EXPECT_EQ(load_workload(from(data("sections.csv"))).operators.size(), 3U);
  EXPECT_EQ(load_workload(from(data("sections.csv") + "#Small Net")).name, "sections#Small Net");
  EXPECT_FALSE(load_workload(from(data("tiny.bin"))).tensors.empty());
}

TEST(LoadWorkload, EveryShippedConfigLoadsInItsPhases) {
  for (const auto& entry : std::filesystem::directory_iterator(LMULSIM_SOURCE_DIR "/configs/workloads")) {
    if (entry.path().extension() == ".json") {
      const graph::Workload w = load_workload(from(entry.path().stem().string()));
      EXPECT_GT(w.macs(), 0) << entry.path();
      EXPECT_THAT(w.source, HasSubstr(".json (")) << "names no source";
    }
  }
}

TEST(LoadWorkload, RunsACheckpointOnTokensTextOrItsOwnContinuation) {
  WorkloadRequest request = from(data("tiny.bin"));
  request.tokens = {1, 2, 3};
  EXPECT_EQ(load_workload(request).seq, 3);
  request.tokens = {};
  request.text = "the sand";  // five tokens; the tokenizer lies beside the checkpoint
  EXPECT_EQ(load_workload(request).seq, 5);
  request.text = "";
  request.run.seq = 12;
  const graph::Workload w = load_workload(request);
  EXPECT_EQ(w.seq, 12);
  EXPECT_THAT(w.assumptions, testing::Contains(HasSubstr("greedy")));
  request.run = {.phase = graph::Phase::decode, .context = 9};
  EXPECT_EQ(load_workload(request).context, 9);
}

TEST(LoadWorkload, ClosesTheTextOfAnEncoderAlone) {
  WorkloadRequest encoder = from((data_file("hf") / "bert").string());
  encoder.text = "a b c";
  EXPECT_EQ(load_workload(encoder).seq, 5) << "[CLS] a b c [SEP]";
  const ScratchFolder folder("request_closing_test");
  util::write_file_atomic(folder / "m.gguf", small_gguf("llama").bytes());
  util::write_file_atomic(folder / "t.json", R"({"pre_tokenizer": {"type": "Whitespace"},
      "model": {"type": "WordLevel", "vocab": {"<s>": 0, "</s>": 1, "a": 2}, "unk_token": "?"},
      "post_processor": {"type": "BertProcessing", "cls": ["<s>", 0], "sep": ["</s>", 1]}})");
  WorkloadRequest decoder = from((folder / "m.gguf").string());
  decoder.tokenizer = folder / "t.json";
  decoder.text = "a a a";
  EXPECT_EQ(load_workload(decoder).seq, 4) << "a begin, and no end";
}

TEST(LoadWorkload, SaysWhereAConfigBelongs) {
  const ScratchFolder folder("request_config_test");
  util::write_file_atomic(folder / "model.safetensors", "");
  EXPECT_THAT([&] { (void)load_workload(from((folder / "model.safetensors").string())); },
              ThrowsMessage<InputError>(HasSubstr("model.safetensors: expected config.json beside it")));
  EXPECT_THAT([&] { (void)load_workload(from((folder / "").string())); },
              ThrowsMessage<InputError>(HasSubstr("expected config.json in it")));
}

struct Bad {
  std::string source;
  transformer::RunShape run;
  std::vector<int> tokens;
  const char* message;
};

TEST(LoadWorkload, SaysWhatIsWrongWithARequest) {
  const ScratchFolder folder("request_test");
  util::write_file_atomic(folder / "neither.json", "{}");
  const Bad cases[] = {
      {"gpt3", {}, {}, "gpt2"},
      {"no/such.json", {}, {}, "No such file"},
      {"no/such.csv", {}, {}, "No such file"},
      {"no/such.bin", {}, {}, "No such file"},
      {(folder / "neither.json").string(), {}, {}, "found neither key"},
      {data("mlp.trace.json"), {.seq = 4}, {}, "seq: expected none, as a trace has its own sizes"},
      {data("sections.csv"), {.batch = 2}, {}, "batch: expected none, as a topology has its own sizes"},
      {"gpt2", {}, {1, 2}, "tokens: expected a model (a llama2.c checkpoint"},
      {data("tiny.bin"), {.seq = 33}, {}, "seq: expected 1 to 32, found 33"},
      {data("tiny.bin"), {}, {1, 300}, "tokens: expected 0 to 299, found 300"},
  };
  for (const Bad& bad : cases) {
    WorkloadRequest request = from(bad.source);
    request.run = bad.run;
    request.tokens = bad.tokens;
    EXPECT_THAT([&] { (void)load_workload(request); }, ThrowsMessage<InputError>(HasSubstr(bad.message)));
  }
}

TEST(LoadWorkload, ATraceOfARequestIsTheSameWorkload) {
  const ScratchFolder folder("request_trace_test");
  const graph::Workload before = load_workload(from("gpt2"));
  graph::write_trace(folder / "gpt2.json", before);
  const graph::Workload after = load_workload(from((folder / "gpt2.json").string()));
  EXPECT_EQ(graph::trace_json(after, ""), graph::trace_json(before, ""));
  EXPECT_FALSE(std::filesystem::exists(folder / "gpt2.safetensors"));
}

}  // namespace
}  // namespace lmulsim::formats
