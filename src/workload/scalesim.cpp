// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "workload/scalesim.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/predicate.hpp>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <span>

#include "util/csv.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::workload {

namespace {

constexpr std::array<std::string_view, 8> kConvolution{"Layer name",   "IFMAP Height", "IFMAP Width", "Filter Height",
                                                       "Filter Width", "Channels",     "Num Filter",  "Strides"};
constexpr std::array<std::string_view, 4> kProduct{"Layer", "M", "N", "K"};

constexpr std::int64_t kMaxSize = std::int64_t{1} << 31U;

/// Lower case, letters and digits only; singular, and "layer name" is "layer".
std::string plain(std::string_view name) {
  std::string word;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  if (word.size() > 1 && word.back() == 's') {
    word.pop_back();
  }
  return word == "layername" ? "layer" : word;
}

std::optional<std::int64_t> integer(std::string_view cell) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return error == std::errc() && end == cell.data() + cell.size() ? std::optional(value) : std::nullopt;
}

class Reader {
 public:
  Reader(std::string where, std::string_view section) : where_(std::move(where)), section_(section) {}

  Workload read(std::string_view text) {
    Workload workload;
    workload.name = std::filesystem::path(where_).stem().string();
    workload.source = where_;
    for (const util::CsvRow& row : util::read_csv(text)) {
      line_ = row.line;
      if (is_header(row)) {
        set_columns(row.cells);
      } else if (row.cells.size() == 1 && !integer(row.cells[0])) {
        title_ = row.cells[0];
        titles_.push_back(title_);
      } else if (selected()) {
        append(workload, layer(row.cells));
      }
    }
    if (workload.operators.empty()) {
      fail_empty();
    }
    if (!section_.empty()) {
      workload.name += "#" + title_of_section_;
    }
    workload.assumptions.emplace_back("The topology names no dependencies; every layer waits for the one before.");
    validate(workload, where_);
    return workload;
  }

 private:
  [[noreturn]] void fail(std::string_view reason) const {
    throw InputError(fmt::format("{}:{}: {}", where_, line_, reason));
  }

  [[noreturn]] void fail_empty() const {
    if (section_.empty()) {
      throw InputError(fmt::format("{}: expected at least one layer, found none", where_));
    }
    const std::vector<std::string_view> names(titles_.begin(), titles_.end());
    throw InputError(fmt::format("{}: there is no section '{}' with layers{}", where_, section_,
                                 util::did_you_mean(section_, names)));
  }

  [[nodiscard]] bool selected() const { return section_.empty() || boost::algorithm::iequals(title_, section_); }

  static bool is_header(const util::CsvRow& row) {
    return row.cells.size() > 1 && std::ranges::any_of(row.cells, [](const auto& c) { return plain(c) == "layer"; }) &&
           std::ranges::none_of(row.cells, [](const auto& c) { return integer(c).has_value(); });
  }

  void set_columns(const std::vector<std::string>& cells) {
    std::map<std::string, std::size_t> at;
    std::vector<std::string_view> known(kConvolution.begin(), kConvolution.end());
    known.insert(known.end(), kProduct.begin(), kProduct.end());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string word = plain(cells[i]);
      if (std::ranges::none_of(known, [&](std::string_view k) { return plain(k) == word; })) {
        fail(fmt::format("unknown column '{}'{}", cells[i], util::did_you_mean(cells[i], known)));
      }
      if (!at.emplace(word, i).second) {
        fail(fmt::format("column '{}' is given twice", cells[i]));
      }
    }
    const bool product = at.contains("m") || at.contains("n") || at.contains("k");
    choose(product);
    order_.clear();
    for (const std::string_view name : columns_) {
      const auto found = at.find(plain(name));
      if (found == at.end()) {
        fail(fmt::format("the header lacks the column '{}'", name));
      }
      order_.push_back(found->second);
    }
    if (at.size() != columns_.size()) {
      fail("the header mixes columns of convolutions and products");
    }
  }

  void choose(bool product) { columns_ = product ? std::span<const std::string_view>(kProduct) : kConvolution; }

  /// The default order, by the number of cells of the first line.
  void assume_columns(std::size_t cells) {
    if (cells != kProduct.size() && cells != kConvolution.size()) {
      fail(fmt::format("expected a header, or {} cells (a product) or {} cells (a convolution); found {}",
                       kProduct.size(), kConvolution.size(), cells));
    }
    choose(cells == kProduct.size());
    for (std::size_t i = 0; i < cells; ++i) {
      order_.push_back(i);
    }
  }

  [[nodiscard]] std::int64_t size(const std::vector<std::string>& cells, std::size_t column) const {
    const std::string& cell = cells[order_[column]];
    const auto value = integer(cell);
    if (!value || *value < 1 || *value > kMaxSize) {
      fail(fmt::format("{}: expected an integer from 1 to {}, found '{}'", columns_[column], kMaxSize, cell));
    }
    return *value;
  }

  [[nodiscard]] Operator layer(const std::vector<std::string>& cells) {
    if (columns_.empty()) {
      assume_columns(cells.size());
    }
    if (cells.size() != columns_.size()) {
      fail(fmt::format("expected {} cells ({}), found {}", columns_.size(), fmt::join(columns_, ", "), cells.size()));
    }
    Operator op;
    op.name = title_.empty() ? cells[order_[0]] : fmt::format("{}/{}", title_, cells[order_[0]]);
    if (columns_.size() == kProduct.size()) {
      op.gemm = {size(cells, 1), size(cells, 2), size(cells, 3)};
    } else {
      const std::int64_t stride = size(cells, 7);
      const std::int64_t height = outputs(size(cells, 1), size(cells, 3), stride, "height");
      const std::int64_t width = outputs(size(cells, 2), size(cells, 4), stride, "width");
      op.gemm = {checked_product({height, width}), size(cells, 6),
                 checked_product({size(cells, 3), size(cells, 4), size(cells, 5)})};
    }
    return op;
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

  void append(Workload& workload, Operator op) {
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
  std::span<const std::string_view> columns_;  ///< empty until a header or a first layer is seen
  std::vector<std::size_t> order_;             ///< column -> cell
  std::map<std::string, int> uses_;
};

}  // namespace

Workload read_scalesim(std::string_view text, const std::string& where, std::string_view section) {
  return Reader(where, section).read(text);
}

}  // namespace lmulsim::workload
