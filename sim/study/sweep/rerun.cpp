// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/sweep/rerun.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <utility>

#include "study/point/evaluator.hpp"
#include "study/point/model_digest.hpp"
#include "study/point/point_report.hpp"
#include "study/run_choice.hpp"
#include "util/error.hpp"

namespace lmulsim::study::sweep {
namespace {

std::string text_of(const std::string& value) {
  return value;
}
std::string text_of(const explore::RunRow::Integer& value) {
  return value ? fmt::format("{}", *value) : "none";
}
std::string text_of(const explore::RunRow::Real& value) {
  return value ? explore::real_text(*value) : "none";
}

}  // namespace

result::RunReport run_again(const FoundRun& found, const Progress& progress) {
  if (!found.member) {
    throw InputError(
        fmt::format("point {}: expected one that a sweep of the store names, found none that does", found.row.id));
  }
  // Without a row of its arithmetic in the table, a run would refuse the table.
  const std::string quality = found.row.perplexity ? found.text->quality : "";
  return point::report_of(explore::settings_of(*found.text, found.member->parameters), quality, progress);
}

bool is_of_this_simulator(const explore::RunRow& row) {
  for (std::size_t i = 0; i < kEngineNames.size(); ++i) {
    if (row.model == point::model_digest(static_cast<engine::Engine>(i))) {
      return true;
    }
  }
  return false;
}

std::vector<OtherNumber> other_numbers(const explore::RunRow& stored, const result::RunReport& report) {
  const explore::RunRow again = point::row_of(report);
  std::vector<OtherNumber> out;
  for (const explore::RunColumn& column : explore::kRunColumns) {
    std::visit(
        [&](const auto member) {
          using Member = std::remove_cvref_t<decltype(stored.*member)>;
          const bool is_number = !std::is_same_v<Member, std::string> || column.name == "output_sha256";
          if (is_number && stored.*member != again.*member) {
            out.push_back({std::string(column.name), text_of(stored.*member), text_of(again.*member)});
          }
        },
        column.member);
  }
  return out;
}

}  // namespace lmulsim::study::sweep
