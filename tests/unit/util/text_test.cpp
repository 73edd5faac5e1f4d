// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <array>
#include <cstdlib>
#include <string>

#include "util/nearest.hpp"
#include "util/progress.hpp"

namespace lmulsim::util {
namespace {

TEST(Nearest, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("bf61", "bf16"), 1);  // neighbours swapped
}

TEST(Nearest, FindsTheMisspeltNameAndStaysSilentOnNonsense) {
  constexpr std::array<std::string_view, 3> kNames{"softmax", "layer_norm", "rms_norm"};
  EXPECT_EQ(nearest_name("LayerNorm", kNames), "layer_norm");
  EXPECT_EQ(did_you_mean("sofmax", kNames), " (did you mean 'softmax'?)");
  EXPECT_EQ(did_you_mean("zzzzzzzzzzzz", kNames), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

std::string shown(Progress::Options options) {
  char* text = nullptr;
  std::size_t size = 0;
  options.out = open_memstream(&text, &size);
  {
    Progress progress("tiles", 4, options);
    progress.advance();
    progress.advance();
  }
  std::fclose(options.out);
  std::string out(text, size);
  std::free(text);
  return out;
}

TEST(Progress, DrawsOnATerminalAndWipesTheLineAtTheEnd) {
  using std::chrono::milliseconds;
  const std::string out = shown({.enabled = true, .delay = milliseconds(0), .interval = milliseconds(0)});
  EXPECT_THAT(out, testing::HasSubstr("tiles [###############...............]  50 %"));
  EXPECT_TRUE(out.ends_with("\r\x1b[K"));
}

TEST(Progress, SaysNothingInShortWorkOrWithoutATerminal) {
  EXPECT_EQ(shown({.enabled = true}), "");
  EXPECT_EQ(shown({.enabled = false, .delay = std::chrono::milliseconds(0)}), "");
}

}  // namespace
}  // namespace lmulsim::util
