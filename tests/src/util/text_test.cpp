// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <limits>
#include <string>
#include <thread>

#include "util/error.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"
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

TEST(Nearest, ABeginningGoesBeforeAPartAndAPartBeforeEdits) {
  constexpr std::array<std::string_view, 4> kNames{"gpt2", "roberta", "bert-base", "bert-large"};
  EXPECT_EQ(nearest_name("bert", kNames), "bert-base");
  EXPECT_EQ(nearest_name("BERT-L", kNames), "bert-large");
  EXPECT_EQ(nearest_name("large", kNames), "bert-large");
  EXPECT_EQ(nearest_name("gtp2", kNames), "gpt2");
  EXPECT_EQ(nearest_name("roberta", kNames), "roberta");
  EXPECT_EQ(did_you_mean("bert", kNames), " (did you mean 'bert-base'?)");
  EXPECT_EQ(did_you_mean("", kNames), "");
}

TEST(Numbers, AreDecimalWholeAndFinite) {
  EXPECT_EQ(to_number<std::int64_t>("010"), 10);
  EXPECT_EQ(to_number<std::int64_t>("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(to_number<double>("1e3"), 1000);
  EXPECT_EQ(to_number<double>("-.5"), -0.5);
  for (const char* text : {"", " 1", "1 ", "+1", "0x10", "1e3", "1.0", "1_000", "1,000", "nan", "one", "-", "1\n"}) {
    std::int64_t value = 7;
    EXPECT_EQ(parse_number(text, value), NumberFault::not_a_number) << text;
    EXPECT_EQ(value, 7) << text;
  }
  for (const char* text : {"", " 1", "0x10", "nan", "-nan", "inf", "Infinity", "nan(1)", "1e", "1f"}) {
    EXPECT_EQ(to_number<double>(text), std::nullopt) << text;
  }
  for (const char* text : {"9223372036854775808", "18446744073709551616", "-9223372036854775809"}) {
    std::int64_t value = 7;
    EXPECT_EQ(parse_number(text, value), NumberFault::beyond_range) << text;
    EXPECT_EQ(value, 7) << text;
  }
  EXPECT_EQ(to_number<double>("1e999"), std::nullopt);
}

std::string message_of(const std::function<void()>& read) {
  try {
    read();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

TEST(Numbers, SayWhatWasExpectedAndFound) {
  EXPECT_EQ(read_integer("--m", "008", 1, 9), 8);
  EXPECT_EQ(message_of([] { (void)read_integer("--m", "10", 1, 9); }),
            "--m: expected an integer from 1 to 9, found '10'");
  EXPECT_EQ(message_of([] { (void)read_integer("--m", "0X8", 1, 9); }),
            "--m: expected an integer from 1 to 9, found '0X8' (numbers are decimal)");
  EXPECT_EQ(message_of([] { (void)read_unsigned("--seed", "-1", 9); }),
            "--seed: expected an integer from 0 to 9, found '-1'");
  EXPECT_EQ(message_of([] { (void)read_real("--t", "nan", 0, 0.5); }),
            "--t: expected a number from 0 to 0.5, found 'nan'");
  const std::string long_number(309, '9');
  EXPECT_LT(message_of([&] { (void)read_integer("--m", long_number, 1, 9); }).size(), 120U);
}

TEST(Shown, CutsLongTextsBetweenCharactersAndHidesWhatCannotBePrinted) {
  EXPECT_EQ(shown("grün"), "'grün'");
  EXPECT_EQ(shown("a\nb"), "'a\\x0ab'");
  EXPECT_EQ(shown("\xFF"), "'\\xff'");
  EXPECT_EQ(shown(std::string(39, 'a') + "ü" + "b"), "'" + std::string(39, 'a') + "...' (42 characters)");
}

using std::chrono::milliseconds;

std::string drawn(Progress::Options options, milliseconds work = milliseconds(0), std::int64_t total = 4) {
  char* text = nullptr;
  std::size_t size = 0;
  options.out = open_memstream(&text, &size);
  {
    Progress progress("tiles", total, options);
    progress.advance();
    progress.advance();
    std::this_thread::sleep_for(work);
  }
  std::fclose(options.out);
  std::string out(text, size);
  std::free(text);
  return out;
}

TEST(Progress, DrawsOnATerminalAndWipesTheLineAtTheEnd) {
  const std::string out = drawn({.style = Progress::Style::bar, .delay = milliseconds(0), .interval = milliseconds(0)});
  EXPECT_THAT(out, testing::HasSubstr("tiles [###############...............]  50 %"));
  EXPECT_TRUE(out.ends_with("\r\x1b[K"));
}

TEST(Progress, PrintsLinesElsewhereAlsoWhileNothingGetsDone) {
  const Progress::Options lines{.style = Progress::Style::lines, .interval = milliseconds(5)};
  const std::string out = drawn(lines, milliseconds(100));
  EXPECT_TRUE(out.starts_with("lmulsim: tiles: 2 of 4 (50 %) after 0 s, about 0 s left\n")) << out;
  EXPECT_GE(std::ranges::count(out, '\n'), 2);
  EXPECT_TRUE(drawn(lines, milliseconds(50), 0).starts_with("lmulsim: tiles: 2 after 0 s\n"));
}

TEST(Progress, SaysNothingInShortWorkOrWhenQuiet) {
  EXPECT_EQ(drawn({.style = Progress::Style::bar}), "");
  EXPECT_EQ(drawn({.style = Progress::Style::lines, .interval = milliseconds(10'000)}), "");
  EXPECT_EQ(
      drawn({.style = Progress::Style::none, .delay = milliseconds(0), .interval = milliseconds(1)}, milliseconds(20)),
      "");
}

TEST(Progress, TellsTimesAsPeopleDo) {
  EXPECT_EQ(time_text(7.6), "8 s");
  EXPECT_EQ(time_text(119), "119 s");
  EXPECT_EQ(time_text(600), "10 min");
  EXPECT_EQ(time_text(12'000), "3 h 20 min");
}

}  // namespace
}  // namespace lmulsim::util
