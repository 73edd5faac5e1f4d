// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lmulsim::formats::scalesim {

/// What is wrong with a line of a topology, without its place.
class TopologyFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[nodiscard]] std::optional<std::int64_t> integer_in(std::string_view cell);
[[nodiscard]] bool has_digit(std::string_view cell);

/// Whether a line names columns: no numbers, and known names in half of its cells or more.
[[nodiscard]] bool is_topology_header(const std::vector<std::string>& cells);

/// Which cell of a line is which column of a convolution or product.
class TopologyColumns {
 public:
  [[nodiscard]] bool known() const { return !columns_.empty(); }
  [[nodiscard]] bool product() const { return columns_.size() == 4; }
  [[nodiscard]] bool two_strides() const { return columns_.size() == 9; }

  /// By the names of a header, or in the usual order where some are not understood; returns a note then. Throws
  /// TopologyFault.
  std::string set_header(const std::vector<std::string>& cells);
  /// In the usual order, by the number of cells of the first line. Throws TopologyFault.
  void assume(const std::vector<std::string>& cells);

  /// Throws TopologyFault unless there is a cell for every column and nothing but notes besides, which are returned.
  [[nodiscard]] std::string check(const std::vector<std::string>& cells) const;
  [[nodiscard]] std::string_view name(std::size_t column) const { return columns_[column]; }
  [[nodiscard]] const std::string& cell(const std::vector<std::string>& cells, std::size_t column) const {
    return cells[order_[column]];
  }

 private:
  using Names = std::span<const std::string_view>;

  void set_by_name(const std::map<std::string, std::size_t>& at);
  bool set_by_prefix(const std::vector<std::string>& cells, const std::string& fault);
  bool set_by_position(const std::vector<std::string>& cells, const std::string& fault);
  void use_usual_order(Names layout);

  static constexpr std::size_t kNone = ~std::size_t{0};

  Names columns_;                   ///< empty until a header or a first layer is seen
  std::vector<std::size_t> order_;  ///< column -> cell
  std::size_t loose_from_ = kNone;  ///< cells from here on are the author's own
  std::string note_;
};

}  // namespace lmulsim::formats::scalesim
