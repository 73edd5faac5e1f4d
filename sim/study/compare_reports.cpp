// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/compare_reports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "report/report_reader.hpp"
#include "study/paired_differences.hpp"
#include "study/quality_row.hpp"
#include "util/error.hpp"

namespace lmulsim::study {
namespace {

void add_quality(result::Design& design, const CompareRequest& request, const std::string& path) {
  if (request.quality.empty()) {
    return;
  }
  if (!design.pe) {
    throw InputError(fmt::format("{}: accelerator.pe: expected the PE, for --quality; found none", path));
  }
  design.quality = quality_of(request.quality, *design.pe, design.operands, design.name);
  const result::Circumstances& c = design.circumstances;
  match_model(*design.quality, {design.workload, c.workload_file, c.workload_sha256}, request.anyway);
}

void refuse_unlike(const result::Comparison& comparison) {
  const std::vector<std::string> unlike = result::unlike_things(comparison.designs);
  if (unlike.empty()) {
    return;
  }
  throw InputError(fmt::format(
      "expected results of the same work, values and technology, found unlike ones (--anyway compares them): {}",
      fmt::join(unlike, "; ")));
}

}  // namespace

result::Comparison compare(const CompareRequest& request) {
  std::vector<result::Design> designs;
  for (const std::string& path : request.reports) {
    designs.push_back(report::read_report(path));
    add_quality(designs.back(), request, path);
  }
  return compare(std::move(designs), request.anyway);
}

result::Comparison compare(std::vector<result::Design> designs, bool anyway) {
  result::Comparison comparison = result::compare(std::move(designs));
  if (!anyway) {
    refuse_unlike(comparison);
  }
  pair_by_netlists(comparison);
  return comparison;
}

}  // namespace lmulsim::study
