// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/eval_ranges.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "quality/plan.hpp"
#include "quality/ranges.hpp"
#include "report/text_table.hpp"

namespace lmulsim::cli {

namespace {

namespace json = boost::json;

std::string word_of(const quality::NarrowSum& sum) {
  return fmt::format("fix{}.{}", sum.width, sum.lsb);
}

}  // namespace

std::string ranges_text(const study::EvalRow& row) {
  if (row.ranges.empty()) {
    return "";
  }
  const auto one_width = quality::proposed_in_one_width(row.ranges);
  report::TextTable table("lrrrrll");
  table.row({"products", "terms", "largest possible", "largest product", "largest sum", "proposed", "in one width"});
  for (const auto& [kind, range] : row.ranges) {
    table.row({std::string(quality::place_name(kind)), std::to_string(range.terms),
               fmt::format("{:.6g}", range.possible_product), fmt::format("{:.6g}", range.largest_product),
               fmt::format("{:.6g}", range.largest_sum), word_of(quality::proposed_sum(range)),
               word_of(one_width.at(kind))});
  }
  return fmt::format(
      "\n{}: sums of products, in units of the codes\n{}{}  note: the largest sums are those on the way, of nothing "
      "cut; proposed: {} bits kept below the largest\n        possible product and {} above the largest sum; in one "
      "width, that of most: a higher last bit for those that need more\n",
      row.name, table.text(), row.proposed.empty() ? "" : fmt::format("  as an arithmetic: {}\n", row.proposed),
      quality::kKeptBits, quality::kHeadroomBits);
}

json::array ranges_json(const study::EvalRow& row) {
  const auto one_width = quality::proposed_in_one_width(row.ranges);
  json::array out;
  for (const auto& [kind, range] : row.ranges) {
    out.push_back(json::object{{"products", quality::place_name(kind)},
                               {"sums", range.sums},
                               {"terms", range.terms},
                               {"possible_product", range.possible_product},
                               {"largest_product", range.largest_product},
                               {"largest_sum", range.largest_sum},
                               {"proposed", word_of(quality::proposed_sum(range))},
                               {"proposed_in_one_width", word_of(one_width.at(kind))}});
  }
  return out;
}

}  // namespace lmulsim::cli
