// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_bars.hpp"

#include <memory>

#include "util/progress.hpp"

namespace lmulsim::cli {

study::Progress progress_bars() {
  return [](const std::string& label, std::int64_t steps) -> study::Advance {
    return [bar = std::make_shared<util::Progress>(label, steps)](std::int64_t done) { bar->advance(done); };
  };
}

}  // namespace lmulsim::cli
