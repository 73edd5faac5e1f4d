// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A failed write ends with exit code 2 and one line, and leaves nothing. Three ways to fail: a device that is always
// full, a limit on the size of files, and (as root) a real file system without space.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "inputs.hpp"
#include "program.hpp"

namespace lmulsim::cli_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kGemm = "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 ";

void expect_one_line(const Outcome& o, const std::string& fragment, const std::string& what) {
  EXPECT_EQ(o.code, 2) << what << ": " << o.err;
  EXPECT_THAT(o.err, StartsWith("lmulsim: error: ")) << what;
  EXPECT_THAT(o.err, HasSubstr(fragment)) << what;
  EXPECT_EQ(std::ranges::count(o.err, '\n'), 1) << what << ": " << o.err;
}

TEST(DiskFull, AFullDeviceIsNoticed) {
  const Workspace work;
  work.write("fp32", std::string(4096, '\0'));
  for (const char* arguments :
       {"arith table --out /dev/full", "arith table --product narrow --out /dev/full",
        "arith convert --to e4m3 --in fp32 --out /dev/full", "trace --workload gpt2 --layers 1 --out /dev/full"}) {
    expect_one_line(work.run(arguments), "/dev/full: cannot write: No space left on device", arguments);
  }
  EXPECT_EQ(work.files(), std::vector<std::string>{"fp32"});
}

TEST(DiskFull, AFullStandardOutputIsNoticed) {
  const Workspace work;
  work.write("codes", "abcd");
  for (const std::string& arguments :
       {kGemm, kGemm + "--json", kGemm + "--against int8-ws-4x4", std::string("arith dot --a codes --b codes"),
        std::string("arith table --out table"), std::string("trace --workload gpt2 --layers 1 --out t.json"),
        std::string("cosim --accelerator lmul-e4m3-ws-4x4 --random 1 --json")}) {
    expect_one_line(work.run(arguments + " >/dev/full"), "standard output: cannot write: No space left on device",
                    arguments);
  }
}

/// Runs with files limited to so many blocks of 512 bytes; writing more is an error, not a signal.
Outcome limited(const Workspace& work, int blocks, const std::string& arguments) {
  return work.run(arguments, fmt::format("trap '' XFSZ; ulimit -f {};", blocks));
}

TEST(DiskFull, AFileThatDoesNotFitLeavesNothing) {
  const Workspace work;
  work.write("fp32", std::string(65536, '\0'));
  for (const char* arguments : {"arith table --out out", "arith table --product narrow --out out",
                                "arith convert --to bf16 --in fp32 --out out", "trace --workload gpt2 --out out"}) {
    expect_one_line(limited(work, 16, arguments), "out: cannot write: File too large", arguments);
    EXPECT_EQ(work.files(), std::vector<std::string>{"fp32"}) << arguments;
  }
}

TEST(DiskFull, AnEarlierFileStaysWhenTheNewOneDoesNotFit) {
  const Workspace work;
  work.write("table", "precious");
  expect_one_line(limited(work, 16, "arith table --out table"), "table: cannot write", "table");
  EXPECT_EQ(work.read("table"), "precious");
}

TEST(DiskFull, ATraceWhoseTensorsDoNotFitLeavesNothing) {
  const Workspace work;
  work.write("m.bin", checkpoint(kHeader, weights_of(kHeader)));
  ASSERT_EQ(work.run("trace --workload m.bin --seq 4 --out full.json").code, 0);
  const auto size = std::filesystem::file_size(work.path() / "full.json");
  ASSERT_GT(std::filesystem::file_size(work.path() / "full.safetensors"), size + 1024);
  const std::vector<std::string> before = work.files();
  expect_one_line(limited(work, static_cast<int>(size / 512 + 1), "trace --workload m.bin --seq 4 --out t.json"),
                  "t.safetensors: cannot write: File too large", "trace");
  EXPECT_EQ(work.files(), before);
}

TEST(DiskFull, AReportThatDoesNotFitLeavesNothing) {
  const Workspace work;
  for (const int blocks : {4, 8, 16}) {
    expect_one_line(limited(work, blocks, kGemm + "--out new/out"), "cannot write: File too large",
                    std::to_string(blocks));
    EXPECT_EQ(work.files(), std::vector<std::string>{}) << blocks;
  }
}

TEST(DiskFull, AnEarlierReportStaysWhenTheNewOneDoesNotFit) {
  const Workspace work;
  ASSERT_EQ(work.run(kGemm + "--out out").code, 0);
  const std::vector<std::string> before = work.files();
  const std::string report = work.read("out/report.json");
  expect_one_line(limited(work, 16, kGemm + "--seed 2 --out out"), "cannot write: File too large", "report");
  EXPECT_EQ(work.files(), before);
  EXPECT_EQ(work.read("out/report.json"), report);
}

/// A file system of 64 KiB in memory; it takes root.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& folder) : folder_(folder.string()) {
    std::filesystem::create_directory(folder);
    error_ = mount("none", folder_.c_str(), "tmpfs", 0, "size=64k") == 0 ? 0 : errno;
  }
  ~SmallDisk() {
    if (error_ == 0) {
      umount2(folder_.c_str(), MNT_DETACH);
    }
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  [[nodiscard]] int error() const { return error_; }

 private:
  std::string folder_;
  int error_;
};

TEST(DiskFull, AFullFileSystemIsNoticed) {
  const Workspace work;
  const SmallDisk disk(work.path() / "disk");
  if (disk.error() != 0) {
    GTEST_SKIP() << "cannot mount a small file system here (it takes root): " << std::strerror(disk.error());
  }
  expect_one_line(work.run("arith table --out disk/table"), "disk/table: cannot write: No space left on device",
                  "table");
  EXPECT_EQ(work.files(), std::vector<std::string>{"disk"});
  work.write("disk/ballast", std::string(48000, 'x'));
  expect_one_line(work.run("trace --workload gpt2 --out disk/t.json"),
                  "disk/t.json: cannot write: No space left on device", "trace");
  expect_one_line(work.run(kGemm + "--out disk/out"), "No space left on device", "report");
  EXPECT_EQ(work.files(), (std::vector<std::string>{"disk", "disk/ballast"}));
}

}  // namespace
}  // namespace lmulsim::cli_test
