// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/scalesim/scalesim.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/algorithm/string/predicate.hpp>
#include <filesystem>
#include <map>
#include <sstream>
#include <string_view>
#include <vector>

#include "formats/scalesim/scalesim_columns.hpp"
#include "util/csv.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::formats::scalesim {

namespace {

constexpr std::size_t kLeastCells = 4;  // of a layer
constexpr std::int64_t kMaxSize = std::int64_t{1} << 31U;

class Reader {
 public:
  Reader(std::string where, std::string_view section) : where_(std::move(where)), section_(section) {}

  graph::Workload read(std::string_view text) {
    graph::Workload workload;
    workload.name = std::filesystem::path(where_).stem().string();
    workload.source = where_;
    const char separator = util::guess_separator(text, kLeastCells);
    for (const util::CsvRow& row : util::read_csv(text, separator)) {
      line_ = row.line;
      try {
        read_row(workload, row.cells);
      } catch (const TopologyFault& e) {
        fail(e.what());
      }
    }
    if (workload.operators.empty()) {
      fail_empty();
    }
    if (!section_.empty()) {
      workload.name += "#" + title_of_section_;
    }
    workload.assumptions.emplace_back("The topology names no dependencies; every layer waits for the one before.");
    if (separator != ',') {
      notes_.insert(notes_.begin(),
                    fmt::format("Cells are separated by {}.", separator == ';' ? "semicolons" : "tabs"));
    }
    workload.assumptions.insert(workload.assumptions.end(), notes_.begin(), notes_.end());
    graph::validate(workload, where_);
    return workload;
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw InputError(fmt::format("{}:{}: {}", where_, line_, reason));
  }

  [[noreturn]] void fail_empty() const {
    if (section_.empty()) {
      throw InputError(fmt::format(
          "{}: expected at least one layer, found none (cells are separated by commas, tabs or semicolons)", where_));
    }
    const std::vector<std::string_view> names(titles_.begin(), titles_.end());
    throw InputError(fmt::format("{}: there is no section '{}' with layers{}", where_, section_,
                                 util::did_you_mean(section_, names)));
  }

  [[nodiscard]] bool selected() const { return section_.empty() || boost::algorithm::iequals(title_, section_); }

  void read_row(graph::Workload& workload, const std::vector<std::string>& cells) {
    if (cells[0].starts_with('#') || cells[0].starts_with("//")) {
      pass_over(fmt::format("'{}'", cells[0]));
    } else if (is_topology_header(cells)) {
      if (const std::string note = columns_.set_header(cells); !note.empty()) {
        notes_.push_back(fmt::format("Line {}: {}.", line_, note));
      }
    } else if (cells.size() == 1 && !integer_in(cells[0])) {
      set_title(cells[0]);
    } else if (!workload.operators.empty() && std::ranges::none_of(cells, has_digit)) {
      pass_over(fmt::format("'{}', which has no numbers,", fmt::join(cells, ", ")));
    } else if (selected()) {
      append(workload, layer(cells));
    }
  }

  void pass_over(const std::string& what) { notes_.push_back(fmt::format("Line {}: {} is passed over.", line_, what)); }

  /// One cell that is no number. Words of which the last three are numbers are a layer in cells that nobody separated.
  void set_title(const std::string& cell) {
    std::istringstream words(cell);
    std::size_t numbers = 0;
    for (std::string word; words >> word;) {
      numbers = integer_in(word) ? numbers + 1 : 0;
    }
    if (numbers + 1 >= kLeastCells) {
      fail(fmt::format("expected cells separated by commas, tabs or semicolons, found '{}'", cell));
    }
    title_ = cell;
    titles_.push_back(title_);
  }

  [[nodiscard]] std::int64_t size(const std::vector<std::string>& cells, std::size_t column) const {
    const std::string& cell = columns_.cell(cells, column);
    const auto value = integer_in(cell);
    if (!value || *value < 1 || *value > kMaxSize) {
      fail(fmt::format("{}: expected an integer from 1 to {}, found '{}'", columns_.name(column), kMaxSize, cell));
    }
    return *value;
  }

  [[nodiscard]] graph::Operator layer(const std::vector<std::string>& cells) {
    if (!columns_.known()) {
      columns_.assume(cells);
    }
    if (const std::string notes = columns_.check(cells); !notes.empty()) {
      pass_over(notes + " after the last column");
    }
    graph::Operator op;
    op.name = title_.empty() ? columns_.cell(cells, 0) : fmt::format("{}/{}", title_, columns_.cell(cells, 0));
    if (columns_.product()) {
      op.gemm = {size(cells, 1), size(cells, 2), size(cells, 3)};
    } else {
      convolution(cells, op);
    }
    return op;
  }

  /// im2col. Layers whose names contain "DP" are depthwise, as SCALE-Sim reads them: every channel is a product of its
  /// own with all of the filters that the line says.
  void convolution(const std::vector<std::string>& cells, graph::Operator& op) {
    const std::int64_t vertical = size(cells, 7);
    const std::int64_t horizontal = columns_.two_strides() ? size(cells, 8) : vertical;
    const std::int64_t height = outputs(size(cells, 1), size(cells, 3), vertical, "height");
    const std::int64_t width = outputs(size(cells, 2), size(cells, 4), horizontal, "width");
    const bool depthwise = columns_.cell(cells, 0).find("DP") != std::string::npos;
    const std::int64_t channels = size(cells, 5);
    op.count = depthwise ? channels : 1;
    op.gemm = {checked_product({height, width}), size(cells, 6),
               checked_product({size(cells, 3), size(cells, 4), depthwise ? 1 : channels})};
    if (depthwise) {
      notes_.push_back(fmt::format(
          "Line {}: '{}' is depthwise, as its name contains \"DP\": {} products of {} filters, one for each channel.",
          line_, columns_.cell(cells, 0), channels, op.gemm.n));
    }
  }

  [[nodiscard]] std::int64_t outputs(std::int64_t input, std::int64_t filter, std::int64_t stride,
                                     std::string_view axis) const {
    if (filter > input) {
      fail(fmt::format("expected a filter {} of at most the input's {}, found {}", axis, input, filter));
    }
    return (input - filter + stride - 1) / stride + 1;
  }

  [[nodiscard]] std::int64_t checked_product(std::initializer_list<std::int64_t> sizes) const {
    double estimate = 1;
    std::int64_t product = 1;
    for (const std::int64_t s : sizes) {
      estimate *= static_cast<double>(s);
      if (estimate > 1e15) {
        fail("the layer is larger than 1e15 elements");
      }
      product *= s;
    }
    return product;
  }

  void append(graph::Workload& workload, graph::Operator op) {
    if (const int uses = ++uses_[op.name]; uses > 1) {
      op.name += fmt::format("#{}", uses);
    }
    if (!workload.operators.empty()) {
      op.depends_on = {static_cast<int>(workload.operators.size()) - 1};
    }
    workload.operators.push_back(std::move(op));
    title_of_section_ = title_;
  }

  std::string where_;
  std::string section_;
  int line_ = 0;
  std::string title_;
  std::string title_of_section_;
  std::vector<std::string> titles_;
  std::vector<std::string> notes_;  ///< what was passed over or taken for granted, for the assumptions
  TopologyColumns columns_;
  std::map<std::string, int> uses_;
};

}  // namespace

graph::Workload read_scalesim(std::string_view text, const std::string& where, std::string_view section) {
  return Reader(where, section).read(text);
}

}  // namespace lmulsim::formats::scalesim
