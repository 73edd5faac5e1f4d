// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "util/json.hpp"

#include <gmock/gmock.h>

#include "util/error.hpp"

namespace lmulsim::util {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(ParseJson, PlacesTheErrorByLineAndColumn) {
  EXPECT_THAT([] { (void)parse_json("{\n  \"a\": 1,\n  \"b\": x}", "f.json"); },
              ThrowsMessage<InputError>(HasSubstr("f.json:3:8: not valid JSON")));
}

TEST(ParseJson, RefusesWhatIsNotOneWholeValue) {
  for (const char* text : {"", "{", "[1,]", "{\"a\":1}x", "// c\n1", "\"\xFF\"", "nul", "[01]"}) {
    EXPECT_THAT([&] { (void)parse_json(text, "f"); }, ThrowsMessage<InputError>(HasSubstr("not valid JSON"))) << text;
  }
  EXPECT_THROW((void)parse_json(std::string(1000, '['), "f"), InputError);
}

TEST(ParseJson, RefusesAKeyGivenTwiceInOneObjectOnly) {
  EXPECT_THAT([] { (void)parse_json("{\"a\": {\"b\": 1},\n \"a\": 2}", "f"); },
              ThrowsMessage<InputError>(AllOf(HasSubstr("f:2:"), HasSubstr("key 'a' is given twice"))));
  EXPECT_NO_THROW((void)parse_json(R"([{"a": {"a": 1}}, {"a": 2}])", "f"));
}

TEST(JsonReader, ReadsTypedValuesAndAcceptsNullAsAbsent) {
  const auto value = parse_json(R"({"s": "x", "i": -3, "d": 2, "b": true, "o": {"k": 1}, "a": [1], "n": null})", "f");
  JsonReader reader(value, "f");
  EXPECT_EQ(reader.string("s"), "x");
  EXPECT_EQ(reader.integer("i", -3, 3), -3);
  EXPECT_EQ(reader.number("d", 0, 2), 2.0);
  EXPECT_TRUE(reader.boolean("b"));
  EXPECT_EQ(reader.object("o").integer("k", 1), 1);
  EXPECT_EQ(reader.array("a").size(), 1U);
  EXPECT_EQ(reader.optional_integer("n", 0), std::nullopt);
  EXPECT_EQ(reader.optional_string("absent"), std::nullopt);
  EXPECT_NO_THROW(reader.finish());
}

TEST(JsonReader, SaysWhereWhatWasExpectedAndWhatWasFound) {
  const auto value = parse_json(R"({"rows": "many", "n": 70000, "x": 1.5, "kind": "gem", "o": {"k": []}})", "f");
  JsonReader reader(value, "cfg.json");
  EXPECT_THAT(
      [&] { (void)reader.integer("rows", 1); },
      ThrowsMessage<InputError>("cfg.json: rows: expected an integer of at least 1, found the string \"many\""));
  EXPECT_THAT([&] { (void)reader.integer("n", 1, 65536); },
              ThrowsMessage<InputError>("cfg.json: n: expected an integer from 1 to 65536, found the number 70000"));
  EXPECT_THROW((void)reader.integer("x", 0), InputError);
  EXPECT_THROW((void)reader.number("x", 2, 3), InputError);
  EXPECT_THAT([&] { (void)reader.boolean("cols"); }, ThrowsMessage<InputError>(HasSubstr("the key is missing")));
  EXPECT_THAT([&] { (void)reader.object("o").string("k"); },
              ThrowsMessage<InputError>(HasSubstr("cfg.json: o: k: expected a string, found an array of 0")));
  constexpr std::array<std::string_view, 2> kKinds{"softmax", "gemm"};
  EXPECT_THAT([&] { (void)reader.choice("kind", kKinds); },
              ThrowsMessage<InputError>(HasSubstr("did you mean 'gemm'?")));
}

TEST(JsonReader, RefusesUnknownKeysAndNamesTheNearestKnownOne) {
  const auto value = parse_json(R"({"rows": 4, "colums": 4})", "f");
  JsonReader reader(value, "f");
  EXPECT_EQ(reader.integer("rows", 1), 4);
  EXPECT_EQ(reader.optional_integer("columns", 1), std::nullopt);
  EXPECT_THAT([&] { reader.finish(); }, ThrowsMessage<InputError>("f: unknown key 'colums' (did you mean 'columns'?)"));
}

TEST(JsonReader, WantsAnObject) {
  const auto value = parse_json("[1, 2]", "f");
  EXPECT_THAT([&] { JsonReader(value, "f"); }, ThrowsMessage<InputError>("f: expected an object, found an array of 2"));
}

}  // namespace
}  // namespace lmulsim::util
