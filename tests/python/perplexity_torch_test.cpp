// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "../real_data.hpp"
#include "scripts.hpp"

namespace lmulsim::python_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

struct Measured {
  std::int64_t tokens;
  double perplexity;
};

constexpr double kFourDigits = 5e-5;  // of the value

boost::json::object parsed(const util::CommandResult& ran) {
  EXPECT_EQ(ran.status, 0) << ran.output;
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(ran.output, error);
  EXPECT_FALSE(error) << ran.output;
  return error ? boost::json::object() : value.as_object();
}

std::string arguments(const fs::path& model, const fs::path& text) {
  return fmt::format("--model {} --text {} --json", util::quoted(model), util::quoted(text));
}

Measured by_torch(const std::string& words) {
  const boost::json::object found = parsed(run_script("perplexity_torch", words));
  return {found.at("tokens").to_number<std::int64_t>(), found.at("perplexity").to_number<double>()};
}

Measured by_program(const std::string& words) {
  const boost::json::object found =
      parsed(util::run_command(fmt::format("{} eval {} --arithmetic fp32 2>/dev/null", LMULSIM_PROGRAM, words)));
  return {found.at("tokens").to_number<std::int64_t>(), found.at("rows").at(0).at("perplexity").to_number<double>()};
}

void agree(const fs::path& model, const fs::path& text, const std::string& more) {
  const std::string words = arguments(model, text) + more;
  const Measured torch = by_torch(words);
  const Measured program = by_program(words);
  EXPECT_EQ(torch.tokens, program.tokens);
  EXPECT_GT(torch.tokens, 90);
  EXPECT_NEAR(torch.perplexity / program.perplexity, 1.0, kFourDigits);
}

/// Two documents, one longer than the 32 positions of tiny.bin, with characters its tokenizer knows only as bytes.
fs::path small_text(const util::TemporaryFolder& folder) {
  fs::path path = folder.path() / "text.txt";
  std::ofstream(path) << "the sand is in the red hen and the rain was ended, \xC3\xA9t\xC3\xA9.\n\n"
                      << "<|endoftext|>\n  another and another there. the end of it is here, and then there is more "
                      << "of the same in the sea.\n";
  return path;
}

TEST(PerplexityTorch, AgreesWithTheProgramToFourDigits) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(fs::temp_directory_path());
  agree(data_file("tiny.bin"), small_text(folder), " --tokenizer " + util::quoted(data_file("tok_tiny.bin")));
}

TEST(PerplexityTorch, AnotherContextIsSeenInFourDigits) {
  LMULSIM_NEED_TORCH();
  const util::TemporaryFolder folder(fs::temp_directory_path());
  const std::string words = arguments(data_file("tiny.bin"), small_text(folder));
  EXPECT_GT(std::abs(by_torch(words + " --context 31").perplexity / by_torch(words).perplexity - 1.0), kFourDigits);
}

TEST(PerplexityTorch, AgreesWithTheProgramOnTheRepositorysModel) {
  LMULSIM_NEED_TORCH();
  const fs::path model = fs::path(LMULSIM_SOURCE_DIR) / "models" / "kjv-1m";
  agree(model, model / "held_out.txt", " --tokens 2000");
}

TEST(PerplexityTorch, AgreesWithTheProgramOnStories260k) {
  LMULSIM_NEED_TORCH();
  const fs::path model = real_data("stories260K/stories260K.bin");
  if (!fs::exists(model)) {
    GTEST_SKIP() << "SKIPPED: no " << model << " (set LMULSIM_DATA): PyTorch was not held against it";
  }
  agree(model, real_data("tinystories/tinystories_valid_head.txt"), "");
}

TEST(PerplexityTorch, BadInputIsOneLineAndExitCodeTwo) {
  LMULSIM_NEED_TORCH();
  const fs::path text = data_file("README.md");
  const std::vector<std::pair<std::string, std::string>> cases{
      {arguments("nowhere.bin", text), "nowhere.bin: No such file"},
      {arguments(data_file("tok_tiny.bin"), text), "expected the sizes of a llama2.c checkpoint"},
      {arguments(data_file("tiny.bin"), data_file("tiny.bin")), "tiny.bin: expected UTF-8"},
      {arguments(data_file("tiny.bin"), text) + " --context 33",
       "--context: expected at most the model's 32, found 33"},
      {arguments(data_file("tiny.bin"), text) + " --tokens 0", "--tokens: expected at least 1, found 0"},
  };
  for (const auto& [words, message] : cases) {
    const auto ran = run_script("perplexity_torch", words);
    EXPECT_EQ(ran.status, 2) << words;
    EXPECT_THAT(ran.output, HasSubstr(message));
    EXPECT_EQ(std::ranges::count(ran.output, '\n'), 1) << ran.output;
  }
}

}  // namespace
}  // namespace lmulsim::python_test
