// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The program and the library as an installation has them, in an empty folder.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "util/command.hpp"
#include "util/file.hpp"

namespace lmulsim::install {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

/// What a command prints that must succeed.
std::string output_of(const std::string& command) {
  const util::CommandResult result = util::run_command(command);
  EXPECT_EQ(result.status, 0) << command << "\n" << result.output;
  return result.output;
}

class Installation : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new util::TemporaryFolder(fs::temp_directory_path());
    output_of(fmt::format("{} --install {} --prefix {}", LMULSIM_CMAKE, LMULSIM_BINARY_DIR, util::quoted(prefix())));
  }
  static void TearDownTestSuite() { delete folder_; }

  [[nodiscard]] static fs::path prefix() { return folder_->path() / "prefix"; }
  [[nodiscard]] static fs::path work() { return folder_->path(); }
  [[nodiscard]] static std::string program() { return util::quoted(prefix() / "bin" / "lmulsim"); }
  [[nodiscard]] static std::string in_home() {
    return fmt::format("LMULSIM_HOME={} ", util::quoted(prefix() / "share" / "lmulsim"));
  }

 private:
  static inline util::TemporaryFolder* folder_ = nullptr;
};

constexpr const char* kProduct = "gemm --accelerator lmul-e4m3-os-32x32 --m 100 --n 70 --k 50";
/// Two times three tiles of 32 x 2 rows and 32 columns, each 50 x 2 beats, and from the last beat S + L + R + C cycles
/// to the first of 64 rows of results.
constexpr int kCycles = 2 * 3 * (50 * 2) + (1 + 2 + 32 + 32) + (64 - 1);

/// The report's line of all cycles.
std::string cycles_in(const std::string& report) {
  const std::size_t at = report.find("\n  cycles  ");
  return at == std::string::npos ? "" : report.substr(at + 1, report.find('\n', at + 1) - at - 1);
}

TEST_F(Installation, TheProgramAnswersAsThatOfTheBuildDoes) {
  const std::string installed = output_of(fmt::format("{} {} --quiet", program(), kProduct));
  const std::string built = output_of(fmt::format("{}/lmulsim {} --quiet", LMULSIM_BINARY_DIR, kProduct));
  EXPECT_THAT(cycles_in(installed), HasSubstr(fmt::format(" {} ", kCycles)));
  EXPECT_EQ(cycles_in(installed), cycles_in(built));
}

TEST_F(Installation, ItsConfigurationsAreThoseOfTheInstallation) {
  const fs::path shipped = prefix() / "share" / "lmulsim" / "configs" / "accelerators" / "lmul-e4m3-os-32x32.yaml";
  const fs::path aside = work() / "aside.yaml";
  fs::rename(shipped, aside);
  const util::CommandResult result = util::run_command(fmt::format("{} {}", program(), kProduct));
  fs::rename(aside, shipped);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.output, HasSubstr((prefix() / "share" / "lmulsim").string()));
  EXPECT_THAT(result.output, Not(HasSubstr(LMULSIM_SOURCE_DIR)));
}

TEST_F(Installation, ItsHardwareRunsInLockstep) {
  const std::string text = output_of(
      fmt::format("LMULSIM_CACHE={} {} cosim --accelerator int8-ws-4x4 --workload {}/tests/data/conv_reordered.csv",
                  util::quoted(work() / "models"), program(), LMULSIM_SOURCE_DIR));
  EXPECT_THAT(text, HasSubstr("not one mismatch"));
}

TEST_F(Installation, ThePackageBuildsTheExample) {
  const std::string build = util::quoted(work() / "example");
  output_of(fmt::format("{0} -S {1}/docs/example -B {2} -DCMAKE_PREFIX_PATH={3} && {0} --build {2}", LMULSIM_CMAKE,
                        LMULSIM_SOURCE_DIR, build, util::quoted(prefix())));
  EXPECT_EQ(output_of(in_home() + build + "/example lmul-e4m3-os-32x32 100 70 50"), fmt::format("{}\n", kCycles));
}

TEST_F(Installation, PkgConfigBuildsTheExample) {
  const std::string example = util::quoted(work() / "example_of_pkg_config");
  output_of(
      fmt::format("export PKG_CONFIG_PATH={}; g++ {}/docs/example/example.cpp -o {} "
                  "$(pkg-config --cflags --libs lmulsim)",
                  util::quoted(prefix() / "lib" / "pkgconfig"), LMULSIM_SOURCE_DIR, example));
  EXPECT_EQ(output_of(in_home() + example + " lmul-e4m3-os-32x32 100 70 50"), fmt::format("{}\n", kCycles));
}

TEST(Home, ThatIsNoneIsRefused) {
  const util::CommandResult result =
      util::run_command(fmt::format("LMULSIM_HOME=/nowhere {}/lmulsim {}", LMULSIM_BINARY_DIR, kProduct));
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.output,
              HasSubstr("LMULSIM_HOME: expected a folder with configs and rtl/files.txt, found '/nowhere'"));
}

}  // namespace
}  // namespace lmulsim::install
