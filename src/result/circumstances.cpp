// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "result/design.hpp"

namespace lmulsim::result {
namespace {

std::string said(const std::string& value) {
  return value.empty() ? "none" : value;
}

/// Collects what differs between two designs.
class Differences {
 public:
  Differences(std::string first, std::string other) : first_(std::move(first)), other_(std::move(other)) {}

  template <typename T>
  void add(std::string_view what, const T& first, const T& other) {
    if (first != other) {
      add_text(fmt::format("{} {} and {}", what, first, other));
    }
  }
  void add(std::string_view what, const std::optional<std::string>& first, const std::optional<std::string>& other) {
    if (first && other) {
      add(what, said(*first), said(*other));
    }
  }
  void add_text(const std::string& text) { found_.push_back(fmt::format("{} and {}: {}", first_, other_, text)); }

  [[nodiscard]] const std::vector<std::string>& found() const { return found_; }

 private:
  std::string first_;
  std::string other_;
  std::vector<std::string> found_;
};

void add_workload(Differences& out, const Design& a, const Design& b) {
  const Circumstances& x = a.circumstances;
  const Circumstances& y = b.circumstances;
  const std::size_t before = out.found().size();
  out.add("workloads", a.workload, b.workload);
  out.add("phases", said(x.phase), said(y.phase));
  out.add("batches", x.batch, y.batch);
  out.add("new tokens a sequence", x.seq, y.seq);
  out.add("contexts", x.context, y.context);
  if (out.found().size() > before) {
    return;  // other work follows from these
  }
  out.add("multiply-accumulates", a.macs, b.macs);
  if (a.macs == b.macs && x.operators_sha256 && y.operators_sha256 && x.operators_sha256 != y.operators_sha256) {
    out.add_text("the operators of the workload have other names or shapes");
  }
}

void add_technology(Differences& out, const Design& a, const Design& b) {
  const Circumstances& x = a.circumstances;
  const Circumstances& y = b.circumstances;
  out.add("technologies", said(a.technology), said(b.technology));
  out.add("SRAM", x.sram, y.sram);
  out.add("DRAM", x.dram, y.dram);
  const bool same_words = a.technology == b.technology && x.sram == y.sram && x.dram == y.dram;
  if (same_words && !x.technology_sha256.empty() && !y.technology_sha256.empty() &&
      x.technology_sha256 != y.technology_sha256) {
    out.add_text(fmt::format("files of other content of the technology {}", said(a.technology)));
  }
}

}  // namespace

std::vector<std::string> distinct_names(const std::vector<Design>& designs) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    const auto equal = std::ranges::count(designs, designs[i].name, &Design::name);
    out.push_back(equal > 1 ? fmt::format("{} ({})", designs[i].name, i + 1) : designs[i].name);
  }
  return out;
}

std::vector<std::string> unlike_things(const std::vector<Design>& designs) {
  const std::vector<std::string> names = distinct_names(designs);
  std::vector<std::string> out;
  for (std::size_t i = 1; i < designs.size(); ++i) {
    const Circumstances& x = designs.front().circumstances;
    const Circumstances& y = designs[i].circumstances;
    Differences differences(names.front(), names[i]);
    add_workload(differences, designs.front(), designs[i]);
    add_technology(differences, designs.front(), designs[i]);
    differences.add("operands", x.operands, y.operands);
    if (x.stall_percent && y.stall_percent) {
      differences.add("random stalls in percent", *x.stall_percent, *y.stall_percent);
    }
    out.insert(out.end(), differences.found().begin(), differences.found().end());
  }
  return out;
}

std::vector<std::string> unsaid_things(const std::vector<Design>& designs) {
  const std::vector<std::string> names = distinct_names(designs);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < designs.size(); ++i) {
    const Circumstances& c = designs[i].circumstances;
    std::string missing;
    const auto note = [&](bool known, std::string_view what) {
      missing += known ? "" : (missing.empty() ? "" : ", ") + std::string(what);
    };
    note(c.operators_sha256.has_value(), "the operators' shapes");
    note(c.sram && c.dram, "the technology's memories");
    note(c.operands.has_value(), "the operands");
    note(c.stall_percent.has_value(), "random stalls");
    if (!missing.empty()) {
      out.push_back(
          fmt::format("{}: the report, of an earlier version, does not say {}: not compared by it", names[i], missing));
    }
  }
  return out;
}

}  // namespace lmulsim::result
