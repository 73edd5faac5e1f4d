// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "store/journal.hpp"
#include "study/sweep/result_sink.hpp"

namespace lmulsim::study::sweep {

/// Results of a shard into a journal of its own, beside the store that the journals will be merged into. Knows what
/// earlier attempts at the shard, and the store, already have.
class JournalSink : public ResultSink {
 public:
  JournalSink(std::string store, const store::Shard& shard);

  /// Throws InputError where the folder has journals of another sweep.
  void begin(const store::SweepEntry& sweep, const std::vector<point::SweepInput>& inputs) override;
  [[nodiscard]] bool has_run(const std::string& id) override { return known_.contains(id); }
  [[nodiscard]] std::unordered_map<std::string, std::string> failed_before() override { return {}; }
  [[nodiscard]] std::optional<store::SweepStandings> standings() override { return std::nullopt; }
  [[nodiscard]] std::map<std::string, std::int64_t> reasons() override { return {}; }
  void end(bool is_whole) override;

 private:
  [[nodiscard]] std::vector<std::string> write(const Rows& rows, bool durable) override;
  /// The file is made when there is something to write.
  store::Journal& journal();
  void read_store();
  void read_journals();

  std::string store_;
  store::Shard shard_;
  store::SweepEntry sweep_{};
  std::vector<store::Cells> inputs_{};
  std::unordered_set<std::string> known_{};       ///< runs
  std::unordered_set<std::int64_t> positions_{};  ///< of members in earlier journals
  bool was_whole_ = false;
  std::unique_ptr<store::Journal> journal_{};
};

}  // namespace lmulsim::study::sweep
