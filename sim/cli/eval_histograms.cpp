// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_histograms.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <utility>

#include "report/text_table.hpp"

namespace lmulsim::cli {

namespace {

namespace json = boost::json;
using quality::OperandHistogram;

std::string_view side_name(quality::Side side) {
  return side == quality::Side::a ? "A" : "B";
}

/// The plain counts by name.
std::vector<std::pair<std::string_view, std::int64_t>> plain_counts(const OperandHistogram& h) {
  return {{"words", h.words},
          {"zeros", h.zeros},
          {"negative", h.negative},
          {"subnormal", h.subnormal},
          {"largest", h.largest},
          {"not_finite", h.not_finite},
          {"pairs_along_rows", h.along_rows.pairs},
          {"toggles_along_rows", h.along_rows.bits},
          {"pairs_down_columns", h.down_columns.pairs},
          {"toggles_down_columns", h.down_columns.bits}};
}

/// use(quantity, bin, count) for every bin that is not empty.
void for_each_bin(const OperandHistogram& h,
                  const std::function<void(std::string_view, int bin, std::int64_t count)>& use) {
  for (const auto& [exponent, count] : h.exponents) {
    use("exponent", exponent, count);
  }
  for (const auto& [quantity, counts] : {std::pair("mantissa", &h.mantissas), std::pair("code", &h.codes)}) {
    for (std::size_t bin = 0; bin < counts->size(); ++bin) {
      if ((*counts)[bin] != 0) {
        use(quantity, static_cast<int>(bin), (*counts)[bin]);
      }
    }
  }
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "-" : fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

/// The exponents that have all but 1 % of the words on either side, and the mean mantissa field.
std::string exponents_text(const OperandHistogram& h) {
  const std::int64_t total = h.words - h.zeros - h.not_finite;
  std::optional<int> low;
  int high = 0;
  std::int64_t seen = 0;
  for (const auto& [exponent, count] : h.exponents) {
    seen += count;
    low = low || seen * 100 < total ? low : exponent;
    high = (seen - count) * 100 < 99 * total ? exponent : high;
  }
  return low ? fmt::format("{} to {}", *low, high) : "-";
}

std::string mantissa_text(const OperandHistogram& h) {
  std::int64_t count = 0;
  double sum = 0;
  for (std::size_t field = 0; field < h.mantissas.size(); ++field) {
    count += h.mantissas[field];
    sum += static_cast<double>(h.mantissas[field]) * static_cast<double>(field);
  }
  return count == 0 ? "-"
                    : fmt::format("{:.3f}", sum / static_cast<double>(count) / static_cast<double>(h.mantissas.size()));
}

std::string toggles_text(const cost::StreamCounts& counts, arith::Format format) {
  return fmt::format("{:.3f}", cost::statistics_of(counts, format).toggles_per_bit);
}

}  // namespace

std::string layer_name(std::int64_t layer) {
  return layer < 0 ? "-" : std::to_string(layer);
}

std::string histograms_text(const std::string& arithmetic, const quality::OperandHistograms& all) {
  if (all.empty()) {
    return "";
  }
  report::TextTable table("rlllrrrrrrrr");
  table.row({"layer", "products", "operand", "format", "zeros", "negative", "subnormal", "largest", "exponents",
             "mantissa", "toggles/row", "toggles/column"});
  for (const auto& [place, h] : all) {
    const auto& [layer, kind, side] = place;
    table.row({layer_name(layer), std::string(quality::place_name(kind)), std::string(side_name(side)),
               std::string(arith::info(h.format).name), percent(h.zeros, h.words),
               percent(h.negative, h.words - h.zeros), percent(h.subnormal, h.words), percent(h.largest, h.words),
               exponents_text(h), mantissa_text(h), toggles_text(h.along_rows, h.format),
               toggles_text(h.down_columns, h.format)});
  }
  return fmt::format(
      "\n{}: operands as codes\n{}  note: exponents of the codes, 1st to 99th percentile; mean mantissa field as a "
      "fraction; toggles per bit between\n        neighbours in a row (A: along K) and in a column (A: along M, as a "
      "weight-stationary array streams it)\n",
      arithmetic, table.text());
}

json::array histograms_json(const quality::OperandHistograms& all) {
  json::array out;
  for (const auto& [place, h] : all) {
    const auto& [layer, kind, side] = place;
    json::object entry{{"layer", layer < 0 ? json::value(nullptr) : json::value(layer)},
                       {"products", quality::place_name(kind)},
                       {"operand", side_name(side)},
                       {"format", arith::info(h.format).name}};
    for (const auto& [name, count] : plain_counts(h)) {
      entry[name] = count;
    }
    entry["toggles_per_bit_along_rows"] = cost::statistics_of(h.along_rows, h.format).toggles_per_bit;
    entry["toggles_per_bit_down_columns"] = cost::statistics_of(h.down_columns, h.format).toggles_per_bit;
    json::object bins{{"exponent", json::object()}, {"mantissa", json::object()}, {"code", json::object()}};
    for_each_bin(h, [&bins](std::string_view quantity, int bin, std::int64_t count) {
      bins[quantity].as_object()[std::to_string(bin)] = count;
    });
    entry["histograms"] = std::move(bins);
    out.push_back(std::move(entry));
  }
  return out;
}

std::string histograms_csv(const std::vector<study::EvalRow>& rows) {
  std::string out = "arithmetic,layer,products,operand,format,quantity,bin,count\n";
  for (const study::EvalRow& row : rows) {
    for (const auto& [place, h] : row.histograms) {
      const auto& [layer, kind, side] = place;
      const std::string prefix = fmt::format("\"{}\",{},{},{},{}", row.name, layer < 0 ? "" : std::to_string(layer),
                                             quality::place_name(kind), side_name(side), arith::info(h.format).name);
      for (const auto& [name, count] : plain_counts(h)) {
        out += fmt::format("{},{},,{}\n", prefix, name, count);
      }
      for_each_bin(h, [&](std::string_view quantity, int bin, std::int64_t count) {
        out += fmt::format("{},{},{},{}\n", prefix, quantity, bin, count);
      });
    }
  }
  return out;
}

}  // namespace lmulsim::cli
