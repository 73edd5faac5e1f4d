// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "util/error.hpp"
#include "util/sha256.hpp"

namespace lmulsim::util {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

class File : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(fs::create_directory(dir_)); }
  void TearDown() override { fs::remove_all(dir_); }
  [[nodiscard]] std::ptrdiff_t entries() const {
    return std::distance(fs::directory_iterator(dir_), fs::directory_iterator());
  }

  fs::path dir_ = fs::temp_directory_path() / ("lmulsim_file_test_" + std::to_string(getpid()));
};

TEST_F(File, WrittenIsReadBackAndMapped) {
  const std::string bytes("\0\xFFzero\n", 7);
  write_file_atomic(dir_ / "x", bytes);
  EXPECT_EQ(read_file(dir_ / "x"), bytes);
  const MappedFile mapped(dir_ / "x");
  EXPECT_EQ(mapped.size(), bytes.size());
  EXPECT_EQ(std::to_integer<int>(mapped.bytes()[1]), 0xFF);
  EXPECT_EQ(entries(), 1);
}

TEST_F(File, WithoutCommitTheTargetStaysAndTheTemporaryGoes) {
  write_file_atomic(dir_ / "x", "old");
  {
    AtomicFile file(dir_ / "x");
    file.write(std::string(1 << 20, 'n'));
    EXPECT_EQ(entries(), 2);
  }
  EXPECT_EQ(read_file(dir_ / "x"), "old");
  EXPECT_EQ(entries(), 1);
}

TEST_F(File, AWriteThatDoesNotFitThrowsAndLeavesNothing) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  rlimit small = before;
  small.rlim_cur = 100000;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THAT([&] { write_file_atomic(dir_ / "big", std::string(1 << 20, 'x')); },
              ThrowsMessage<InputError>(HasSubstr("big: cannot write: File too large")));
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_EQ(entries(), 0);
}

TEST_F(File, ADeviceIsWrittenInPlaceAndItsFullnessIsAnError) {
  write_file_atomic("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THAT([] { write_file_atomic("/dev/full", "x"); },
              ThrowsMessage<InputError>(HasSubstr("/dev/full: cannot write: No space left on device")));
}

TEST_F(File, OnlyARegularFileWithinItsLimitIsRead) {
  write_file_atomic(dir_ / "x", "12345678");
  EXPECT_EQ(read_file(dir_ / "x", 8), "12345678");
  EXPECT_THAT([&] { (void)read_file(dir_ / "x", 7); },
              ThrowsMessage<InputError>(HasSubstr("x: cannot read: expected at most 7 bytes, found 8")));
  // A file of the system says that it is empty, and is not.
  EXPECT_EQ(fs::file_size("/proc/self/status"), 0U);
  EXPECT_THAT(read_file("/proc/self/status"), HasSubstr("Name:"));
  EXPECT_THAT([] { (void)read_file("/proc/self/status", 7); },
              ThrowsMessage<InputError>(HasSubstr("expected at most 7 bytes, found more")));
  for (const char* device : {"/dev/zero", "/dev/null"}) {
    EXPECT_THAT([&] { (void)read_file(device); }, ThrowsMessage<InputError>(HasSubstr("not a regular file")));
  }
  ASSERT_EQ(mkfifo((dir_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT([&] { (void)read_file(dir_ / "pipe"); }, ThrowsMessage<InputError>(HasSubstr("not a regular file")));
}

TEST_F(File, AByteOrderMarkIsPassedOverOnce) {
  EXPECT_EQ(without_mark("\xEF\xBB\xBF{}"), "{}");
  EXPECT_EQ(without_mark("\xEF\xBB\xBF\xEF\xBB\xBF"), "\xEF\xBB\xBF");
  EXPECT_EQ(without_mark("\xEF\xBB"), "\xEF\xBB");
}

TEST_F(File, ALinkKeepsPointingAtTheWrittenFile) {
  write_file_atomic(dir_ / "real", "old");
  fs::create_symlink(dir_ / "real", dir_ / "link");
  write_file_atomic(dir_ / "link", "new");
  EXPECT_TRUE(fs::is_symlink(dir_ / "link"));
  EXPECT_EQ(read_file(dir_ / "real"), "new");
}

TEST_F(File, ErrorsNameThePathAndTheReason) {
  EXPECT_THAT([&] { (void)read_file(dir_ / "none"); },
              ThrowsMessage<InputError>(HasSubstr("none: cannot read: No such file")));
  EXPECT_THAT([&] { (void)read_file(dir_); }, ThrowsMessage<InputError>(HasSubstr("Is a directory")));
  EXPECT_THAT([&] { MappedFile{dir_ / "none"}; }, ThrowsMessage<InputError>(HasSubstr("No such file")));
  EXPECT_THAT([&] { MappedFile{"/dev/null"}; }, ThrowsMessage<InputError>(HasSubstr("not a regular file")));
  EXPECT_THAT([&] { write_file_atomic(dir_, ""); }, ThrowsMessage<InputError>(HasSubstr("Is a directory")));
  EXPECT_THAT([&] { write_file_atomic(dir_ / "no" / "x", ""); },
              ThrowsMessage<InputError>(HasSubstr("cannot write: No such file")));
}

TEST_F(File, DigestsMatchTheStandardsExamples) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  write_file_atomic(dir_ / "empty", "");
  EXPECT_EQ(MappedFile(dir_ / "empty").size(), 0U);
  EXPECT_EQ(sha256_file(dir_ / "empty"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace lmulsim::util
