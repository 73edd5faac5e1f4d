// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Bugs that only far operands show, planted in the RTL: the random co-simulation has to reach them. Each runs on the
// first random array of its kind, over the first cases of a seed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <random>

#include "arith/spec.hpp"
#include "cosim/campaign.hpp"
#include "cosim/random_case.hpp"
#include "mutation.hpp"

namespace lmulsim::planted {
namespace {

namespace fs = std::filesystem;
using arith::AccumulatorKind;
using arith::Format;
using machine::Accelerator;

const fs::path kRtl = fs::path(LMULSIM_SOURCE_DIR) / "rtl";
const fs::path kWork = fs::path(LMULSIM_BINARY_DIR) / "planted";

bool is_fixed(const Accelerator& acc) {
  return acc.pe.accumulator.kind == AccumulatorKind::fixed;
}

bool is_wide_fixed(const Accelerator& acc) {
  return is_fixed(acc) && acc.pe.activation_format == Format::e4m3 && acc.pe.weight_format == Format::e4m3 &&
         acc.max_k >= 1 << 21;
}

bool is_narrow_fixed(const Accelerator& acc) {
  return is_fixed(acc) && acc.max_k <= 16;
}

bool is_mixed_bf16(const Accelerator& acc) {
  return acc.pe.multiplier.kind == arith::MultiplierKind::exact && acc.pe.activation_format == Format::e4m3 &&
         acc.pe.weight_format == Format::bf16 && acc.pe.accumulator.kind == AccumulatorKind::bf16;
}

bool is_small_int32(const Accelerator& acc) {
  return acc.pe.accumulator.kind == AccumulatorKind::int32 && acc.rows == 2 && acc.cols == 2 && acc.pe.acc_latency == 1;
}

struct RandomBug {
  Mutation bug;
  bool (*shows)(const Accelerator&);
  std::int64_t cases;
};

std::ostream& operator<<(std::ostream& out, const RandomBug& bug) {
  return out << bug.bug.name;
}

Accelerator first_of(bool (*kind)(const Accelerator&)) {
  std::mt19937_64 random(77);
  for (;;) {
    Accelerator acc = cosim::random_accelerator(random, 4);
    if (kind(acc)) {
      return acc;
    }
  }
}

class FarBug : public testing::TestWithParam<RandomBug> {};

TEST_P(FarBug, IsFoundByTheRandomCases) {
  const RandomBug& p = GetParam();
  const fs::path rtl = kWork / "rtl" / p.bug.name;
  plant(p.bug, kRtl, rtl);
  cosim::CampaignOptions options;
  options.accelerator = first_of(p.shows);
  options.cases = p.cases;
  options.seed = 1;
  options.cosim.against = cosim::Against::fast;
  options.cosim.rtl = {.rtl_dir = rtl, .cache_dir = kWork / "cache"};
  const cosim::CampaignResult result = cosim::run_campaign(options);
  fs::remove_all(rtl);
  EXPECT_EQ(result.mismatches, 1) << cosim::describe(*options.accelerator);
  EXPECT_THAT(result.failures, testing::HasSubstr("rtl"));
  fmt::print("{}\n{}", p.bug.name, result.failures);
}

INSTANTIATE_TEST_SUITE_P(
    Planted, FarBug,
    testing::Values(RandomBug{{"fixed_exponent_one_bit_short", "pe/acc_fixed.sv", "extended << shift",
                               "extended << (shift & ~(ProdExpBits'(1) << (ProdExpBits - 1)))", Setup::fixed},
                              is_wide_fixed,
                              40},
                    RandomBug{{"fixed_overflow_never", "pe/acc_fixed.sv", "acc_i[Width] | overflow",
                               "acc_i[Width] | (overflow & acc_i[Width])", Setup::fixed},
                              is_narrow_fixed,
                              40},
                    RandomBug{{"fixed_overflow_on_wrong_bit", "pe/acc_fixed.sv", "(sum[Width-1] != acc_i[Width-1])",
                               "(sum[Width-2] != acc_i[Width-2])", Setup::fixed},
                              is_narrow_fixed,
                              40},
                    RandomBug{
                        {"shift_threshold_one_bit_higher", "pe/acc_float_add.sv", "distance[DiffBits-2:ShBits] != '0",
                         "(distance[DiffBits-2:ShBits] >> 1) != '0", Setup::bf16_acc},
                        is_mixed_bf16,
                        40},
                    RandomBug{{"int32_overflow_never", "pe/acc_int32.sv", "acc_i[32] | overflow",
                               "acc_i[32] | (overflow & acc_i[32])", Setup::int8},
                              is_small_int32,
                              100},
                    RandomBug{{"int32_overflow_on_wrong_bit", "pe/acc_int32.sv", "(sum[31] != acc_i[31])",
                               "(sum[30] != acc_i[30])", Setup::int8},
                              is_small_int32,
                              250}),
    [](const testing::TestParamInfo<RandomBug>& test) { return test.param.bug.name; });

}  // namespace
}  // namespace lmulsim::planted
