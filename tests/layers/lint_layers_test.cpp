// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The lint of layers, held against a copy of the tree in which one thing is wrong.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "util/command.hpp"
#include "util/file.hpp"

namespace lmulsim::layers {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// Sources, lists and READMEs of src/ and sim/.
class Copy {
 public:
  Copy() : folder_(fs::temp_directory_path()) {
    for (const char* top : {"src", "sim"}) {
      fs::copy(fs::path(LMULSIM_SOURCE_DIR) / top, root() / top, fs::copy_options::recursive);
    }
  }

  [[nodiscard]] const fs::path& root() const { return folder_.path(); }

  void write(const std::string& path, const std::string& text) const { std::ofstream(root() / path) << text; }

  void append(const std::string& path, const std::string& text) const {
    std::ofstream(root() / path, std::ios::app) << text;
  }

  void replace(const std::string& path, const std::string& before, const std::string& after) const {
    std::string text = util::read_file(root() / path);
    const std::size_t at = text.find(before);
    ASSERT_NE(at, std::string::npos) << path << " has no '" << before << "'";
    write(path, text.replace(at, before.size(), after));
  }

  [[nodiscard]] util::CommandResult lint() const {
    const fs::path script = fs::path(LMULSIM_SOURCE_DIR) / "scripts" / "lint-layers";
    return util::run_command(fmt::format("{} {}", util::quoted(script), util::quoted(root())));
  }

 private:
  util::TemporaryFolder folder_;
};

struct Fault {
  std::string name;
  std::function<void(const Copy&)> plant;
  std::string told;  ///< what the lint must say
};

class Layers : public ::testing::TestWithParam<Fault> {};

TEST_P(Layers, AFaultIsTold) {
  const Copy copy;
  GetParam().plant(copy);
  const util::CommandResult result = copy.lint();
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.output, HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Planted, Layers,
    ::testing::Values(
        Fault{"WrongInclude",
              [](const Copy& copy) { copy.append("src/machine/activity.hpp", "#include \"report/writers.hpp\"\n"); },
              "src/machine may not include src/report"},
        Fault{"ArrowFromValuesToTime",
              [](const Copy& copy) { copy.append("src/cost/area.cpp", "#include \"engine/dut.hpp\"\n"); },
              "src/cost may not include sim/engine"},
        Fault{"Circle",
              [](const Copy& copy) {
                copy.append("src/arith/format.hpp", "#include \"arith/spec.hpp\"\n");
                copy.append("src/arith/spec.hpp", "#include \"arith/format.hpp\"\n");
              },
              "a circle of includes"},
        Fault{"AHeaderOfChoicesThatManyDependOn",
              [](const Copy& copy) { copy.append("src/machine/accelerator.hpp", "#include \"arith/spec.hpp\"\n"); },
              "src/arith/spec.hpp: expected at most 25% of the sources to depend on it"},
        Fault{"SecondHeaderOfAName", [](const Copy& copy) { copy.write("src/mapping/graph.hpp", "#pragma once\n"); },
              "a second header of this name"},
        Fault{"NamespaceOfAnotherFolder",
              [](const Copy& copy) {
                copy.replace("src/mapping/loops.hpp", "namespace lmulsim::mapping {", "namespace lmulsim::timing {");
              },
              "expected the namespace lmulsim::mapping"},
        Fault{"SourceThatNoListNames", [](const Copy& copy) { copy.write("src/mapping/fusion.cpp", "\n"); },
              "expected fusion.cpp in a list of sources"},
        Fault{"LibraryThatIsNotLinked",
              [](const Copy& copy) { copy.replace("src/mapping/CMakeLists.txt", "lmulsim_graph", ""); },
              "expected lmulsim_graph in LINK"},
        Fault{"LibraryThatIsNotIncluded",
              [](const Copy& copy) { copy.replace("src/timing/CMakeLists.txt", "LINK", "LINK lmulsim_cost"); },
              "lmulsim_cost in LINK is not included"},
        Fault{"SeveralSourcesALine",
              [](const Copy& copy) {
                copy.replace("src/mapping/CMakeLists.txt", "    loops.cpp\n", "    loops.cpp program.cpp\n");
              },
              "expected one source a line"},
        Fault{"RoomWithoutAReadme", [](const Copy& copy) { fs::remove(copy.root() / "src/mapping/README.md"); },
              "src/mapping: expected a README.md"},
        Fault{"ReadmeWithoutQuestions",
              [](const Copy& copy) { copy.write("src/mapping/README.md", "# Mapping\n\nTiles.\n"); },
              "expected a title and then a list of the questions"}),
    [](const auto& planted) { return planted.param.name; });

TEST(LintLayers, IsQuietOnTheTreeAsItIs) {
  const util::CommandResult result = Copy().lint();
  EXPECT_EQ(result.status, 0) << result.output;
  EXPECT_EQ(result.output, "");
}

}  // namespace
}  // namespace lmulsim::layers
