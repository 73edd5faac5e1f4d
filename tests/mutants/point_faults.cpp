// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "point_faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "blank.hpp"

namespace lmulsim::mutants {

namespace {

using Exchange = std::pair<std::string_view, std::string_view>;

// Longer operators first: the first that fits is taken, once for each of its replacements.
constexpr std::array kOperators{
    Exchange{" >>> ", " >> "}, Exchange{" << ", " >> "}, Exchange{" >> ", " << "},    Exchange{" <= ", " < "},
    Exchange{" < ", " <= "},   Exchange{" >= ", " > "},  Exchange{" > ", " >= "},     Exchange{" == ", " != "},
    Exchange{" != ", " == "},  Exchange{" && ", " || "}, Exchange{" || ", " && "},    Exchange{" & ", " | "},
    Exchange{" | ", " & "},    Exchange{" ^ ", " & "},   Exchange{" + ", " - "},      Exchange{" - ", " + "},
    Exchange{" * ", " + "},    Exchange{" % ", " / "},   Exchange{" ? ", " == 0 ? "},
};

constexpr std::array kWords{
    Exchange{"true", "false"},        Exchange{"false", "true"}, Exchange{"std::min", "std::max"},
    Exchange{"std::max", "std::min"}, Exchange{"'0", "'1"},      Exchange{"'1", "'0"},
};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '\'';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Gathers the faults of one text, of which `code` is the copy with everything blank that is no code.
class Finder {
 public:
  Finder(std::string_view code, Language language) : code_(code), language_(language) {}

  std::vector<PointFault> find() {
    for (at_ = 0; at_ < code_.size(); ++at_) {
      if (code_[at_] == '\n') {
        ++line_;
      }
      exchanged_operator();
      exchanged_word();
      dropped_negation();
      number_one_off();
      negated_condition();
      lost_assignment();
    }
    return std::move(faults_);
  }

 private:
  void add(std::size_t at, std::size_t length, std::string replacement) {
    faults_.push_back({at, length, std::move(replacement), line_});
  }

  [[nodiscard]] bool here(std::string_view token) const { return code_.substr(at_, token.size()) == token; }

  // The `<=` of a non-blocking assignment stands after the first name of its line.
  [[nodiscard]] bool assigns() const {
    if (language_ != Language::systemverilog || !here(" <= ")) {
      return false;
    }
    const std::size_t begin = code_.rfind('\n', at_) + 1;
    const std::string_view before = code_.substr(begin, at_ - begin);
    return before.find_first_of("(=?") == std::string_view::npos;
  }

  void exchanged_operator() {
    if (code_[at_] != ' ' || assigns()) {
      return;
    }
    for (const auto& [from, to] : kOperators) {
      if (here(from)) {
        add(at_, from.size(), std::string(to));
        return;
      }
    }
  }

  void exchanged_word() {
    if (at_ > 0 && is_word(code_[at_ - 1])) {
      return;
    }
    for (const auto& [from, to] : kWords) {
      const std::size_t end = at_ + from.size();
      if (here(from) && (end == code_.size() || !is_word(code_[end]))) {
        add(at_, from.size(), std::string(to));
      }
    }
  }

  void dropped_negation() {
    const char c = code_[at_];
    const bool unary = at_ > 0 && std::string_view(" (~!|&").find(code_[at_ - 1]) != std::string_view::npos &&
                       at_ + 1 < code_.size() && (is_word(code_[at_ + 1]) || code_[at_ + 1] == '(');
    if ((c == '!' || c == '~') && unary) {
      add(at_, 1, "");
    }
  }

  void number_one_off() {
    if (!is_digit(code_[at_]) || (at_ > 0 && (is_word(code_[at_ - 1]) || code_[at_ - 1] == '.'))) {
      return;
    }
    std::size_t end = at_;
    while (end < code_.size() && is_word(code_[end])) {
      ++end;
    }
    const std::string_view word = code_.substr(at_, end - at_);
    if (const std::size_t quote = word.find('\''); quote != std::string_view::npos && language_ != Language::cpp) {
      sized_number(word, quote);
      return;
    }
    long value = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc{} && stop == word.data() + word.size()) {
      add(at_, word.size(), std::to_string(value + 1));
      if (value > 1) {
        add(at_, word.size(), std::to_string(value - 1));
      }
    }
  }

  // 1'b0 and its like: the last digit one further in a base of two.
  void sized_number(std::string_view word, std::size_t quote) {
    if (quote + 2 < word.size() && (word.back() == '0' || word.back() == '1')) {
      std::string other(word);
      other.back() = word.back() == '0' ? '1' : '0';
      add(at_, word.size(), std::move(other));
    }
  }

  void negated_condition() {
    if (!here("if (") || (at_ > 0 && is_word(code_[at_ - 1]))) {
      return;
    }
    const std::size_t open = at_ + 3;
    int depth = 0;
    for (std::size_t i = open; i < code_.size(); ++i) {
      depth += code_[i] == '(' ? 1 : 0;
      depth -= code_[i] == ')' ? 1 : 0;
      if (depth == 0) {
        add(open, i + 1 - open, "(!" + std::string(code_.substr(open, i + 1 - open)) + ")");
        return;
      }
    }
  }

  // q <= d; becomes q <= q;
  void lost_assignment() {
    if (!assigns()) {
      return;
    }
    const std::size_t begin = code_.find_first_not_of(' ', code_.rfind('\n', at_) + 1);
    const std::size_t name = code_.substr(begin, 6) == "else  " ? begin + 5 : begin;
    const std::size_t last = code_.find_last_not_of(' ', at_);
    const std::size_t end = code_.find(';', at_);
    const std::size_t value = at_ + 4;
    if (end == std::string_view::npos || last < name || code_.substr(value, end - value).find('\n') < end - value) {
      return;
    }
    const std::string_view target = code_.substr(name, last + 1 - name);
    if (target.find(' ') == std::string_view::npos) {
      add(value, end - value, std::string(target));
    }
  }

  std::string_view code_;
  Language language_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<PointFault> faults_;
};

}  // namespace

std::vector<PointFault> point_faults(std::string_view text, Language language) {
  return Finder(blank_what_is_no_code(text, language), language).find();
}

std::string planted_text(std::string_view text, const PointFault& fault) {
  std::string faulty(text);
  faulty.replace(fault.at, fault.length, fault.replacement);
  return faulty;
}

std::string line_of(std::string_view text, std::size_t offset) {
  const std::size_t begin = text.substr(0, offset).rfind('\n') + 1;
  const std::size_t end = std::min(text.find('\n', offset), text.size());
  const std::string_view line = text.substr(begin, end - begin);
  const std::size_t first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : std::string(line.substr(first));
}

}  // namespace lmulsim::mutants
