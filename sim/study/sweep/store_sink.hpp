// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "study/sweep/result_sink.hpp"

namespace lmulsim::study::sweep {

/// Results into a store that this process may write.
class StoreSink : public ResultSink {
 public:
  explicit StoreSink(const std::string& path) : store_(path, store::Access::write) {}

  void begin(const store::SweepEntry& sweep, const std::vector<point::SweepInput>& inputs) override;
  [[nodiscard]] bool has_run(const std::string& id) override { return store_.has_run(id); }
  [[nodiscard]] std::unordered_map<std::string, std::string> failed_before() override;
  [[nodiscard]] std::optional<store::SweepStandings> standings() override;
  [[nodiscard]] std::map<std::string, std::int64_t> reasons() override { return store_.reasons(sweep_.id); }
  void end(bool is_whole) override;

 private:
  [[nodiscard]] std::vector<std::string> write(const Rows& rows, bool durable) override;

  store::Store store_;
  store::SweepEntry sweep_{};
};

}  // namespace lmulsim::study::sweep
