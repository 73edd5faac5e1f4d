// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/scalesim/scalesim_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>

#include "util/nearest.hpp"

namespace lmulsim::formats::scalesim {

namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kConvolution{"Layer name",   "IFMAP Height", "IFMAP Width", "Filter Height",
                                                       "Filter Width", "Channels",     "Num Filter",  "Strides"};
constexpr std::array<std::string_view, 9> kTwoStrides{"Layer name",    "IFMAP Height",  "IFMAP Width",
                                                      "Filter Height", "Filter Width",  "Channels",
                                                      "Num Filter",    "Stride Height", "Stride Width"};
constexpr std::array<std::string_view, 4> kProduct{"Layer", "M", "N", "K"};
constexpr std::array<Names, 3> kLayouts{kConvolution, kTwoStrides, kProduct};

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

bool is_known(std::string_view name) {
  return std::ranges::any_of(kLayouts, [&](Names layout) {
    return std::ranges::any_of(layout, [&](std::string_view k) { return plain(k) == plain(name); });
  });
}

std::string unknown_column(const std::string& name) {
  std::vector<std::string_view> known(kTwoStrides.begin(), kTwoStrides.end());
  known.insert(known.end(), kProduct.begin(), kProduct.end());
  known.push_back(kConvolution.back());
  return fmt::format("unknown column '{}'{}", name, util::did_you_mean(name, known));
}

bool is_note(std::string_view cell) {
  return cell.empty() || cell.starts_with('#') || cell.starts_with("//") || !has_digit(cell);
}

/// Cells up to the last one that is no note.
std::size_t cells_before_notes(const std::vector<std::string>& cells) {
  std::size_t count = cells.size();
  while (count > 1 && is_note(cells[count - 1])) {
    --count;
  }
  return count;
}

}  // namespace

std::optional<std::int64_t> integer_in(std::string_view cell) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return error == std::errc() && end == cell.data() + cell.size() ? std::optional(value) : std::nullopt;
}

bool has_digit(std::string_view cell) {
  return cell.find_first_of("0123456789") != std::string_view::npos;
}

/// No numbers, and names of columns for half of the cells or more.
bool is_topology_header(const std::vector<std::string>& cells) {
  const auto known = std::ranges::count_if(cells, [](const auto& c) { return is_known(c); });
  return cells.size() > 1 && 2 * known >= std::ssize(cells) &&
         std::ranges::none_of(cells, [](const auto& c) { return integer_in(c).has_value(); });
}

std::string TopologyColumns::set_header(const std::vector<std::string>& cells) {
  note_.clear();
  loose_from_ = kNone;
  std::map<std::string, std::size_t> at;
  std::string fault;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) {
      continue;
    }
    if (!is_known(cells[i])) {
      fault = fault.empty() ? unknown_column(cells[i]) : fault;
    } else if (!at.emplace(plain(cells[i]), i).second) {
      fault = fault.empty() ? fmt::format("column '{}' is given twice", cells[i]) : fault;
    }
  }
  if (!fault.empty() && !set_by_prefix(cells, fault) && !set_by_position(cells, fault)) {
    throw TopologyFault(fault);
  }
  if (fault.empty()) {
    set_by_name(at);
  }
  return note_;
}

void TopologyColumns::set_by_name(const std::map<std::string, std::size_t>& at) {
  const bool product = at.contains("m") || at.contains("n") || at.contains("k");
  const bool two = at.contains(plain("Stride Height")) || at.contains(plain("Stride Width"));
  columns_ = product ? Names(kProduct) : two ? Names(kTwoStrides) : Names(kConvolution);
  order_.clear();
  for (const std::string_view name : columns_) {
    const auto found = at.find(plain(name));
    if (found == at.end()) {
      throw TopologyFault(fmt::format("the header lacks the column '{}'", name));
    }
    order_.push_back(found->second);
  }
  if (at.size() != columns_.size()) {
    throw TopologyFault("the header mixes columns of convolutions and products");
  }
}

/// All columns of a layout in the usual order, and unknown ones after them. Those after a blank one are the author's
/// own; others must be empty.
bool TopologyColumns::set_by_prefix(const std::vector<std::string>& cells, const std::string& fault) {
  for (const Names layout : {Names(kTwoStrides), Names(kConvolution), Names(kProduct)}) {
    if (cells.size() <= layout.size() ||
        !std::ranges::equal(layout, std::span(cells).first(layout.size()), {}, plain, plain) ||
        std::ranges::any_of(std::span(cells).subspan(layout.size()), is_known)) {
      continue;
    }
    use_usual_order(layout);
    const auto blank = std::find(cells.begin() + std::ssize(layout), cells.end(), "");
    loose_from_ = blank == cells.end() ? kNone : static_cast<std::size_t>(blank - cells.begin());
    note_ = fmt::format("{}; what stands after '{}' is passed over", fault, layout.back());
    return true;
  }
  return false;
}

/// A header with names that are not understood, as many as a layout has, is one in the usual order when most of its
/// names stand where they do there, and no other of them stands elsewhere.
bool TopologyColumns::set_by_position(const std::vector<std::string>& cells, const std::string& fault) {
  for (const Names layout : kLayouts) {
    std::size_t in_place = 0;
    bool elsewhere = false;
    for (std::size_t i = 0; cells.size() == layout.size() && i < layout.size(); ++i) {
      const bool here = plain(cells[i]) == plain(layout[i]);
      in_place += here ? 1 : 0;
      const auto usual = std::ranges::find(layout, plain(cells[i]), plain);
      elsewhere = elsewhere || (!here && usual != layout.end() &&
                                plain(cells[static_cast<std::size_t>(usual - layout.begin())]) != plain(cells[i]));
    }
    if (2 * in_place > layout.size() && !elsewhere) {
      use_usual_order(layout);
      note_ = fmt::format("{}; the columns are read in the usual order ({})", fault, fmt::join(layout, ", "));
      return true;
    }
  }
  return false;
}

void TopologyColumns::use_usual_order(Names layout) {
  columns_ = layout;
  order_.resize(layout.size());
  std::iota(order_.begin(), order_.end(), 0);
}

/// The usual order, by the number of cells of the first line.
void TopologyColumns::assume(const std::vector<std::string>& cells) {
  const std::size_t count = cells_before_notes(cells);
  for (const Names layout : kLayouts) {
    if (layout.size() == count) {
      use_usual_order(layout);
      return;
    }
  }
  throw TopologyFault(
      fmt::format("expected a header, or {} cells (a product) or {} or {} cells (a convolution); found {}",
                  kProduct.size(), kConvolution.size(), kTwoStrides.size(), cells.size()));
}

/// A cell for every column, and nothing but notes besides.
std::string TopologyColumns::check(const std::vector<std::string>& cells) const {
  std::string notes;
  const std::size_t last = *std::ranges::max_element(order_);
  if (cells.size() <= last) {
    throw TopologyFault(
        fmt::format("expected {} cells ({}), found {}", columns_.size(), fmt::join(columns_, ", "), cells.size()));
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty() || i > loose_from_ || std::ranges::count(order_, i) != 0) {
      continue;
    }
    if (i < last || !is_note(cells[i])) {
      throw TopologyFault(fmt::format("expected {} cells ({}), found {}: '{}' is in no column", columns_.size(),
                                      fmt::join(columns_, ", "), cells.size(), cells[i]));
    }
    notes += fmt::format("{}'{}'", notes.empty() ? "" : ", ", cells[i]);
  }
  return notes;
}

}  // namespace lmulsim::formats::scalesim
