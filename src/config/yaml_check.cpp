// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/yaml_check.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>
#include <string_view>
#include <utility>

#include "util/error.hpp"
#include "util/number.hpp"

namespace lmulsim::config {
namespace {

constexpr int kDeepest = 16;
constexpr int kMostNodes = 50'000;

/// Listens to the parser and stops it at the first thing that configurations do not hold.
class Check final : public YAML::EventHandler {
 public:
  Check(std::string source, Lines lines) : source_(std::move(source)), lines_(lines) {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { node(mark, "", anchor); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    fail(mark, "expected values written out, found an alias (*)");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& /*value*/) override {
    node(mark, tag, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  [[noreturn]] void fail(const YAML::Mark& mark, std::string_view message) const {
    throw InputError(lines_ == Lines::named ? fmt::format("{}:{}: {}", source_, mark.line + 1, message)
                                            : fmt::format("{}: {}", source_, message));
  }

  /// The parser's own tags are "?" for plain and "!" for quoted scalars.
  void node(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) {
      fail(mark, "expected values written out, found an anchor (&)");
    }
    if (!tag.empty() && tag != "?" && tag != "!") {
      fail(mark, fmt::format("expected values without tags, found the tag {}", util::shown(tag)));
    }
    if (++nodes_ > kMostNodes) {
      fail(mark, fmt::format("expected at most {} keys and values, found more", kMostNodes));
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    node(mark, tag, anchor);
    if (++depth_ > kDeepest) {
      fail(mark, fmt::format("expected maps and lists at most {} deep, found more", kDeepest));
    }
  }

  std::string source_;
  Lines lines_;
  int depth_ = 0;
  int nodes_ = 0;
};

}  // namespace

void check_yaml(const std::string& text, const std::string& source, Lines lines) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  Check check(source, lines);
  while (parser.HandleNextDocument(check)) {
  }
}

}  // namespace lmulsim::config
