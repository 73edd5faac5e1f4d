// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "explore/run_row.hpp"
#include "store/store.hpp"
#include "util/command.hpp"

namespace lmulsim::store {

/// An empty folder that lives as long as the object.
class Folder {
 public:
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

 private:
  util::TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

inline explore::RunRow sample_run(int i) {
  explore::RunRow row;
  row.id = "id" + std::to_string(1000 + i);
  row.design = "design" + std::to_string(i);
  row.fidelity = "analytic";
  row.model = "model";
  row.key = "accelerator {\"rows\":" + std::to_string(i) + "}\nworkload w\n";
  row.outcome = "ok";
  row.cycles = 1000 + i;
  row.macs = 5000 + i;
  row.tokens = 128;
  row.time_s = 0.001 * (i + 1);
  row.energy_pj_low = 1.1 * i + 1;
  row.energy_pj = 1.3 * i + 1.5;
  row.energy_pj_high = 1.7 * i + 2;
  row.area_um2_low = 1e6 / 3;
  row.area_um2 = 2e6 / 3;
  row.area_um2_high = 1e6;
  row.power_w_low = 0.1;
  row.power_w = 0.2;
  row.power_w_high = 0.3;
  row.utilization = 0.7;
  row.dram_bytes = 123456;
  row.parts = R"({"energy_pj":{},"area_um2":{}})";
  return row;
}

inline void put_sample(Store& store, int i) {
  const explore::RunRow row = sample_run(i);
  (void)store.put(row);
  (void)store.put(table("design"), {row.design, std::string("{}"), std::string("w")});
  store.put(Member{"sweep", i, row.id, "{\"array.rows\":" + std::to_string(i) + "}"});
}

/// Rows `order`, written in this order, in groups of `group`.
inline void fill_store(const std::string& path, const std::vector<int>& order, std::size_t group) {
  Store store(path, Access::write);
  store.write([&] {
    store.put(
        SweepEntry{"sweep", "sample", R"({"base":[],"objectives":[],"limits":[],"quality":""})", {"array.rows"}, 60});
    (void)store.put(table("input"), {std::string("0123"), std::string("accelerator"), std::string("a.yaml")});
  });
  for (std::size_t i = 0; i < order.size(); i += group) {
    store.write([&] {
      for (std::size_t k = i; k < std::min(i + group, order.size()); ++k) {
        put_sample(store, order[k]);
      }
    });
  }
}

inline std::vector<int> numbers(int count) {
  std::vector<int> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(i);
  }
  return out;
}

}  // namespace lmulsim::store
