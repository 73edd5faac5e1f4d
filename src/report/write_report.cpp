// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <boost/json.hpp>

#include "report/folder.hpp"
#include "report/json_text.hpp"
#include "report/writers.hpp"

namespace lmulsim::report {

void write_report(const result::RunReport& report, const std::filesystem::path& folder) {
  const std::array<NamedText, 5> files{{{"report.txt", to_text(report)},
                                        {"report.html", to_html(report)},
                                        {"operators.csv", to_csv(report)},
                                        {"timeline.json", pretty(to_timeline(report))},
                                        {"report.json", pretty(to_json(report))}}};
  write_folder(files, folder);
}

}  // namespace lmulsim::report
