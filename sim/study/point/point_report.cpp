// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/point/point_report.hpp"

#include "config/accelerator_file.hpp"
#include "config/load.hpp"
#include "config/resolve.hpp"
#include "config/settings.hpp"
#include "formats/workload_request.hpp"
#include "study/point/point_request.hpp"
#include "study/run_choice.hpp"
#include "study/run_workload.hpp"

namespace lmulsim::study::point {

result::RunReport report_of(const std::vector<explore::Assignment>& settings, const std::string& quality,
                            const Progress& progress) {
  const PointRequest wanted = point_request(settings);
  RunRequest request = request_of(wanted.choice);
  config::AcceleratorFile file =
      config::read_accelerator_file(config::find_config("accelerators", ".yaml", wanted.accelerator));
  config::apply_settings(wanted.settings, file);
  put_accelerator(config::resolve(file), request);
  request.workload = formats::load_workload(wanted.workload);
  request.workload_file = workload_file(wanted.workload.source);
  request.quality = quality;
  request.anyway = true;
  return run(request, progress);
}

}  // namespace lmulsim::study::point
