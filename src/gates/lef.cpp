// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "gates/lef.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "util/error.hpp"
#include "util/file.hpp"
#include "util/number.hpp"

namespace lmulsim::gates {
namespace {

/// A statement: its words up to the semicolon, or the words of a line that begins or ends a block.
struct Statement {
  std::vector<std::string_view> words;
  int line = 0;
  bool block = false;  ///< begins or ends a block

  [[nodiscard]] std::string_view at(std::size_t i) const { return i < words.size() ? words[i] : std::string_view(); }
};

/// Reads statement by statement. Blocks (LAYER NAME, MACRO NAME, PIN NAME, END NAME) end with their line.
class Statements {
 public:
  explicit Statements(std::string_view text) : text_(text) {}

  std::optional<Statement> next() {
    Statement statement{.words = {}, .line = line_, .block = false};
    for (std::string_view word = next_word(); !word.empty(); word = next_word()) {
      if (word == "\n") {
        if (!statement.words.empty() && is_block(statement.at(0))) {
          statement.block = true;
          return statement;
        }
        continue;
      }
      if (word == ";") {
        return statement;
      }
      statement.line = statement.words.empty() ? line_ : statement.line;
      statement.words.push_back(word);
    }
    return statement.words.empty() ? std::nullopt : std::optional(statement);
  }

 private:
  static bool is_block(std::string_view word) {
    constexpr std::string_view kBlocks[] = {"LAYER", "MACRO", "PIN",   "PORT",    "OBS",     "VIA",
                                            "SITE",  "END",   "UNITS", "VIARULE", "SPACING", "PROPERTYDEFINITIONS"};
    return std::ranges::find(kBlocks, word) != std::end(kBlocks);
  }

  /// "\n" for the end of a line; empty at the end.
  std::string_view next_word() {
    while (!text_.empty()) {
      if (text_.front() == '\n') {
        ++line_;
        text_.remove_prefix(1);
        return "\n";
      }
      if (text_.front() == '#') {
        text_.remove_prefix(std::min(text_.find('\n'), text_.size()));
        continue;
      }
      if (text_.front() == ' ' || text_.front() == '\t' || text_.front() == '\r') {
        text_.remove_prefix(1);
        continue;
      }
      const std::size_t length = text_.front() == ';' ? 1 : std::min(text_.find_first_of(" \t\r\n;"), text_.size());
      const std::string_view word = text_.substr(0, length);
      text_.remove_prefix(length);
      return word;
    }
    return {};
  }

  std::string_view text_;
  int line_ = 1;
};

class LefReader {
 public:
  LefReader(std::string_view text, std::string file) : statements_(text) { lef_.file = std::move(file); }

  Lef read() {
    while (const std::optional<Statement> s = statements_.next()) {
      if (!s->block) {
        continue;
      }
      if (s->at(0) == "LAYER") {
        read_layer(*s);
      } else if (s->at(0) == "MACRO") {
        read_macro(*s);
      }
    }
    return std::move(lef_);
  }

 private:
  [[noreturn]] void fail(int line, const std::string& message) const {
    throw InputError(fmt::format("{}:{}: {}", lef_.file, line, message));
  }

  double number(const Statement& s, std::size_t i) const {
    const std::optional<double> value = util::to_number<double>(s.at(i));
    if (!value || *value < 0) {
      fail(s.line, fmt::format("{}: expected a number of 0 or more, found '{}'", s.at(0), s.at(i)));
    }
    return *value;
  }

  Statement next_in(const Statement& block) {
    std::optional<Statement> s = statements_.next();
    if (!s) {
      fail(block.line, fmt::format("expected END {} before the file's end", block.at(1)));
    }
    return *s;
  }

  void read_layer(const Statement& block) {
    LefLayer layer{.name = std::string(block.at(1))};
    bool routing = false;
    for (Statement s = next_in(block); s.at(0) != "END"; s = next_in(block)) {
      if (s.at(0) == "TYPE") {
        routing = s.at(1) == "ROUTING";
      } else if (s.at(0) == "WIDTH") {
        layer.width_um = number(s, 1);
      } else if (s.at(0) == "CAPACITANCE" && s.at(1) == "CPERSQDIST") {
        layer.plane_pf_um2 = number(s, 2);
      } else if (s.at(0) == "EDGECAPACITANCE") {
        layer.edge_pf_um = number(s, 1);
      }
    }
    if (routing) {
      lef_.routing.push_back(std::move(layer));
    }
  }

  void read_macro(const Statement& block) {
    LefMacro& macro = lef_.macros[std::string(block.at(1))];
    for (Statement s = next_in(block); s.at(0) != "END" || s.at(1) != block.at(1); s = next_in(block)) {
      if (s.at(0) == "SIZE") {
        if (s.at(2) != "BY") {
          fail(s.line, fmt::format("expected SIZE WIDTH BY HEIGHT, found '{}'", fmt::join(s.words, " ")));
        }
        macro = {.width_um = number(s, 1), .height_um = number(s, 3)};
      }
    }
  }

  Statements statements_;
  Lef lef_;
};

}  // namespace

double Lef::wire_pf_um() const {
  constexpr std::size_t kLayers = 3;
  if (routing.size() < kLayers) {
    throw InputError(fmt::format("{}: expected {} layers of wires, found {}", file, kLayers, routing.size()));
  }
  double sum = 0;
  for (std::size_t i = 0; i < kLayers; ++i) {
    if (routing[i].pf_um() <= 0) {
      throw InputError(fmt::format("{}: layer {}: expected a capacitance (CPERSQDIST, EDGECAPACITANCE), found none",
                                   file, routing[i].name));
    }
    sum += routing[i].pf_um();
  }
  return sum / kLayers;
}

Lef read_lef(const std::filesystem::path& file) {
  const std::string text = util::read_file(file);
  return LefReader(text, file.string()).read();
}

}  // namespace lmulsim::gates
