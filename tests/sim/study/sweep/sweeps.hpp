// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "explore/sweep_file.hpp"
#include "store/publish.hpp"
#include "store/store.hpp"
#include "study/point/evaluator.hpp"
#include "study/sweep/explore.hpp"
#include "util/command.hpp"
#include "util/file.hpp"

namespace lmulsim::study::sweep {

class TestFolder {
 public:
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  util::TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

/// A sweep of BERT-base's first layer on a few tokens.
inline explore::Sweep small_sweep(const std::string& rest) {
  return explore::parse_sweep(
      "name: small\nbase: {accelerator: lmul-e4m3-ws-32x32, workload: bert-base, run: {seq: 8, layers: 1}}\n" + rest,
      "small.yaml");
}

inline const std::string kTwelve =
    "parameters: {array.rows: [8, 16, 32], array.dataflow: [ws, os], pe.multiplier: [lmul, exact]}\n";

inline ExploreSummary explore_into(const explore::Sweep& sweep, const std::string& store, int jobs = 1) {
  return explore({.sweep = &sweep, .store = store, .jobs = jobs});
}

inline std::string published(const std::string& path) {
  store::Store store(path, store::Access::read);
  store::publish(store, path + ".published");
  return util::read_file(path + ".published");
}

/// The row that a point has without being simulated: its names and its position as cycles.
class Planted {
 public:
  explicit Planted(const explore::Sweep& sweep) : space_(sweep), evaluator_(sweep) {
    (void)(*this)(0);  // what points share is loaded before there are workers
  }

  [[nodiscard]] explore::RunRow operator()(std::uint64_t position) {
    explore::RunRow row = evaluator_.prepare(*space_.at(position)).row;
    row.outcome = "ok";
    row.cycles = static_cast<std::int64_t>(position);
    return row;
  }

 private:
  explore::Space space_;
  point::Evaluator evaluator_;
};

}  // namespace lmulsim::study::sweep
