// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "params.hpp"
#include "systemc/systemc_array.hpp"
#include "traffic.hpp"

namespace lmulsim::systemc::test {
namespace {

TEST(ArrayGrain, KernelFreeModelGivesTheReferencesResultsUnderRandomStalls) {
  Rng rng(1);
  for (const Arithmetic& arithmetic : all_arithmetic()) {
    for (int i = 0; i < 24; ++i) {
      const sim::ArrayParams p =
          make_params(1 + static_cast<int>(rng() % 9), 1 + static_cast<int>(rng() % 9), i % 2 != 0,
                      static_cast<int>(rng() % 2), 1 + static_cast<int>(rng() % 8), arithmetic);
      const Traffic traffic = make_traffic(p, {.tiles = 6, .finite = i % 4 < 2}, rng);
      const auto model = make_array_model(p);
      const Willing willing{.a = i % 3 ? 0.6 : 1, .b = i % 5 ? 0.7 : 1, .c = i % 7 ? 0.5 : 1, .o = i % 2 ? 0.7 : 1};
      const auto pes = make_pe_array_model(p);
      const Outcome result = drive({model.get(), pes.get()}, p, traffic, willing, rng);
      ASSERT_FALSE(result.divergence) << describe(p) << " round " << i << "\n" << *result.divergence;
    }
  }
}

TEST(ArrayGrain, SystemcArrayShowsTheModelsPinsInEveryCycle) {
  Rng rng(2);
  struct Pair {
    sim::ArrayParams params;
    std::unique_ptr<sim::ArrayDut> systemc;
    std::unique_ptr<sim::ArrayDut> pes;
  };
  std::vector<Pair> pairs;
  for (const Arithmetic& arithmetic : all_arithmetic()) {
    const sim::ArrayParams p =
        make_params(3, 5, pairs.size() % 2 != 0, 1, 1 + static_cast<int>(pairs.size() % 3), arithmetic);
    pairs.push_back({p, make_systemc_array(p, SystemcGrain::array), make_systemc_array(p, SystemcGrain::pe)});
  }
  for (const auto& [p, systemc, pes] : pairs) {
    const Traffic traffic = make_traffic(p, {.tiles = 6}, rng);
    const auto model = make_array_model(p);
    const Outcome result = drive({systemc.get(), pes.get(), model.get()}, p, traffic, {0.7, 0.7, 0.7, 0.7}, rng);
    ASSERT_FALSE(result.divergence) << describe(p) << "\n" << *result.divergence;
    EXPECT_GT(result.compared, 100);
  }
}

}  // namespace
}  // namespace lmulsim::systemc::test
