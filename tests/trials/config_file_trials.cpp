// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Files given to options that once took them wrongly: what is no file, what is too large, and text with a byte-order
// mark.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kMark = "\xEF\xBB\xBF";
const std::string kGemm = "gemm --m 4 --n 4 --k 4 --accelerator ";
const std::string kData = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/";
const std::string kModel = "--model " + kData + "tiny.bin --tokenizer " + kData + "tok_tiny.bin ";

/// Command lines that end in a file, one for each kind of reader.
const std::vector<std::string> kReaders{
    kGemm,
    kGemm + "lmul-e4m3-ws-4x4 --technology ",
    kGemm + "lmul-e4m3-ws-4x4 --quality ",
    "run --accelerator lmul-e4m3-ws-4x4 --workload ",
    "eval " + kModel + "--text ",
    "eval " + kModel + "--text t.txt --sweep ",
    "eval --model " + kData + "hf/bert --labelled ",
    "generate --model " + kData + "tiny.bin --prompt the --tokenizer ",
    "characterize --name x --node-nm 45 --only multiplier/lmul --liberty ",
    "arith convert --to e4m3 --out y --in ",
    "compare report.json ",
};

// The address sanitizer maps more addresses than any limit that would tell something.
#ifdef __SANITIZE_ADDRESS__
const std::string kMemoryLimit;
#else
const std::string kMemoryLimit = "ulimit -v 4000000; ";
#endif

/// Runs a reader on the file, not longer than five seconds and with at most 4 GB of memory.
Outcome run(const Workspace& work, const std::string& reader, const std::string& file) {
  work.write("t.txt", "the sand\n");
  return work.run(reader + file, kMemoryLimit + "exec timeout -s KILL 5");
}

void expect_refused(const std::string& reader, const std::string& file, const std::string& message) {
  const Workspace work;
  const Outcome o = run(work, reader, file);
  EXPECT_EQ(o.code, 2) << reader << file;
  EXPECT_THAT(o.err, HasSubstr(message)) << reader << file;
}

TEST(ConfigFileTrials, ADeviceIsRefusedByEveryReader) {
  int refused = 0;
  for (const std::string& reader : kReaders) {
    if (!reader.starts_with("compare")) {
      expect_refused(reader, "/dev/zero", "/dev/zero: cannot read: not a regular file");
      ++refused;
    }
  }
  EXPECT_EQ(refused, 10);
}

TEST(ConfigFileTrials, APipeWithoutAWriterIsRefusedAndNotWaitedFor) {
  const Workspace work;
  for (const std::string& reader : {kReaders[0], kReaders[1], kReaders[4]}) {
    const Outcome o = work.run(reader + "./pipe", "test -p pipe || mkfifo pipe; exec timeout -s KILL 5");
    EXPECT_EQ(o.code, 2) << reader;
    EXPECT_THAT(o.err, HasSubstr("pipe: cannot read: not a regular file")) << reader;
  }
}

TEST(ConfigFileTrials, AFileOf200MegabytesIsRefusedBeforeItIsRead) {
  const Workspace work;
  work.write("big", accelerator() + "# ");
  std::filesystem::resize_file(work.path() / "big", 200'000'000);  // a comment without an end
  const auto start = std::chrono::steady_clock::now();
  const Outcome o = work.run(kGemm + "./big");
  EXPECT_EQ(o.code, 2);
  EXPECT_EQ(o.err, "lmulsim: error: ./big: cannot read: expected at most 1048576 bytes, found 200000000\n");
  EXPECT_THAT(work.run(kReaders[1] + "./big").err, HasSubstr("expected at most 134217728 bytes, found 200000000"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(ConfigFileTrials, TooManyKeysAreRefusedFast) {
  const Workspace work;
  std::string keys;
  for (int i = 0; i < 90'000; ++i) {
    keys += fmt::format("k{}: 1\n", i);
  }
  work.write("a.yaml", keys);
  const Outcome o = work.run(kGemm + "a.yaml", "exec timeout -s KILL 5");
  EXPECT_EQ(o.code, 2);
  EXPECT_THAT(o.err, HasSubstr("expected at most 50000 keys and values, found more"));
}

TEST(ConfigFileTrials, AnchorsAliasesAndTagsAreRefused) {
  const Workspace work;
  const auto refused = [&](std::string_view to, const std::string& message) {
    work.write("a.yaml", replaced(accelerator(), "rows: 4, cols: 4", to));
    EXPECT_EQ(work.run(kGemm + "a.yaml").err, "lmulsim: error: a.yaml:2: " + message + "\n");
  };
  refused("rows: &side 4, cols: *side", "expected values written out, found an anchor (&)");
  refused("rows: !!str 4, cols: 4", "expected values without tags, found the tag 'tag:yaml.org,2002:str'");
}

TEST(ConfigFileTrials, AByteOrderMarkIsPassedOverInJson) {
  const Workspace work;
  work.write("t.json", kMark + technology());
  work.write("w.json", kMark + replaced(trace(), "  \"tensors\": \"t.safetensors\",\n", ""));
  work.write("config.json", kMark + hf_config());
  EXPECT_EQ(work.run(kGemm + "lmul-e4m3-ws-4x4 --technology t.json").code, 0);
  EXPECT_EQ(work.run("run --accelerator lmul-e4m3-ws-4x4 --seq 4 --workload config.json").code, 0);
}

TEST(ConfigFileTrials, AByteOrderMarkIsPassedOverInLiberty) {
  const Workspace work;
  std::ifstream file(kData + "tiny.lib", std::ios::binary);
  const std::string library((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  work.write("plain.lib", library);
  work.write("marked.lib", kMark + library);
  const std::string characterize =
      "characterize --name x --node-nm 45 --only multiplier/lmul/e4m3/daz --vectors 512 --liberty ";
  const Outcome plain = work.run(characterize + "plain.lib");
  const Outcome marked = work.run(characterize + "marked.lib");
  EXPECT_EQ(marked.code, plain.code);
  EXPECT_EQ(replaced(marked.err + "marked.lib", "marked.lib", "plain.lib").substr(0, 60),
            (plain.err + "plain.lib").substr(0, 60));
}

TEST(ConfigFileTrials, AByteOrderMarkIsPassedOverInLabelledTexts) {
  const Workspace work;
  work.write("l.tsv", kMark + "0\tabc\r\n1\tx Y z\r\n");
  const Outcome o = work.run("eval --model " + kData + "hf/bert --arithmetic fp32 --labelled l.tsv");
  EXPECT_EQ(o.code, 0) << o.err;
  EXPECT_THAT(o.out, HasSubstr(": 2 labelled texts"));
}

}  // namespace
}  // namespace lmulsim::cli_test
