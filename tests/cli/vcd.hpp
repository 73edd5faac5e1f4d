// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A strict reader of value change dumps (IEEE 1800, 21.7): what a wave viewer has to find.
#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lmulsim::cli_test {

/// A dump: every signal with its changes. Signals that share an identifier share the changes.
class Vcd {
 public:
  struct Signal {
    std::string name;  ///< with its scopes, dots between
    int width = 0;
  };

  explicit Vcd(const std::string& text) : in_(text) {
    read_header();
    read_changes();
  }

  [[nodiscard]] const std::string& timescale() const { return timescale_; }
  [[nodiscard]] std::size_t signals() const { return signals_; }
  [[nodiscard]] std::int64_t changes() const { return changes_; }
  [[nodiscard]] std::int64_t last_time() const { return time_; }

  /// How often the one-bit signal whose name ends in `suffix` rose from 0 to 1; -1 when there is none.
  [[nodiscard]] std::int64_t rises(const std::string& suffix) const {
    for (const auto& [id, s] : by_id_) {
      if (s.width == 1 && s.name.ends_with(suffix)) {
        const auto found = rises_.find(id);
        return found == rises_.end() ? 0 : found->second;
      }
    }
    return -1;
  }

 private:
  std::string word() {
    std::string w;
    if (!(in_ >> w)) {
      throw std::runtime_error("VCD: ends too early");
    }
    return w;
  }

  void skip_to_end() {
    while (word() != "$end") {
    }
  }

  void read_var(const std::vector<std::string>& scopes) {
    word();  // wire, reg, ...
    Signal s{.name = {}, .width = std::stoi(word())};
    const std::string id = word();
    for (const std::string& scope : scopes) {
      s.name += scope + ".";
    }
    s.name += word();
    skip_to_end();
    ++signals_;
    const auto [at, is_new] = by_id_.emplace(id, s);
    if (!is_new && at->second.width != s.width) {
      throw std::runtime_error("VCD: " + s.name + " and " + at->second.name + " share an identifier, not a width");
    }
  }

  void read_header() {
    std::vector<std::string> scopes;
    for (std::string w = word();; w = word()) {
      if (w == "$enddefinitions") {
        skip_to_end();
        break;
      }
      if (w == "$scope") {
        word();
        scopes.push_back(word());
        skip_to_end();
      } else if (w == "$upscope") {
        scopes.pop_back();
        skip_to_end();
      } else if (w == "$var") {
        read_var(scopes);
      } else if (w == "$timescale") {
        for (std::string part = word(); part != "$end"; part = word()) {
          timescale_ += part;
        }
      } else if (w.starts_with('$')) {
        skip_to_end();
      } else {
        throw std::runtime_error("VCD: header: unexpected " + w);
      }
    }
    if (!scopes.empty()) {
      throw std::runtime_error("VCD: a scope is not closed");
    }
  }

  void change(const std::string& id, const std::string& value) {
    const auto at = by_id_.find(id);
    if (at == by_id_.end() || value.size() > static_cast<std::size_t>(at->second.width) ||
        value.find_first_not_of("01xXzZ") != std::string::npos) {
      throw std::runtime_error("VCD: bad change of '" + id + "' to '" + value + "'");
    }
    ++changes_;
    std::string& before = value_[id];
    rises_[id] += before == "0" && value == "1" ? 1 : 0;
    before = value;
  }

  void read_changes() {
    std::string w;
    while (in_ >> w) {
      if (w.front() == '#') {
        const std::int64_t t = std::stoll(w.substr(1));
        if (t < time_) {
          throw std::runtime_error("VCD: time runs backwards at " + w);
        }
        time_ = t;
      } else if (w.front() == 'b') {
        change(word(), w.substr(1));
      } else if (w == "$comment") {
        skip_to_end();
      } else if (w.front() != '$') {
        change(w.substr(1), w.substr(0, 1));
      }
    }
  }

  std::istringstream in_;
  std::string timescale_;
  std::map<std::string, Signal> by_id_;
  std::map<std::string, std::string> value_;
  std::map<std::string, std::int64_t> rises_;
  std::size_t signals_ = 0;
  std::int64_t changes_ = 0;
  std::int64_t time_ = 0;
};

}  // namespace lmulsim::cli_test
