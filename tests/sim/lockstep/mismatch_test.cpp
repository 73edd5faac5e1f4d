// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What stands behind the report of a mismatch: the fast engine as an array of pins, smaller cases, files of cases.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <random>
#include <set>

#include "arith/accumulate.hpp"
#include "arith/names.hpp"
#include "cosim/case_file.hpp"
#include "cosim/random_case.hpp"
#include "cosim/shrink.hpp"
#include "cycle/model_dut.hpp"
#include "lockstep/lockstep.hpp"
#include "lockstep/reference_pins.hpp"
#include "systemc/systemc_array.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::lockstep {
namespace {

namespace json = boost::json;

cosim::CosimCase short_case(const machine::Accelerator& acc, std::mt19937_64& random) {
  cosim::CosimCase c = cosim::random_case(acc, random);
  c.gemm.k = std::min<std::int64_t>(c.gemm.k, 200);
  return c;
}

// Three arrays that share no datapath: rows of registers, the readable PEs one for one, and the scalar arithmetic.
TEST(ReferencePins, AreThoseOfTheArrayAndOfItsReadablePesInEveryCycle) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 400; ++i) {
    const machine::Accelerator acc = cosim::random_accelerator(random, 5);
    const cosim::CosimCase c = short_case(acc, random);
    const mapping::Program program(acc.shape(), c.gemm, c.count, c.loops);
    const engine::Operands operands = cosim::case_operands(acc, c);
    const auto model = cycle::make_array_model(engine::array_params(acc));
    const auto pes = cycle::make_pe_array_model(engine::array_params(acc));
    ReferencePins pins(engine::array_params(acc), program, operands);
    engine::RunOptions options;
    options.stalls = c.stalls;
    const LockstepResult r =
        run_lockstep(engine::array_params(acc), program, &operands, options, {model.get(), pes.get(), &pins});
    ASSERT_FALSE(r.divergence) << cosim::describe(acc) << "\n" << c.text() << "\n" << r.divergence->text();
  }
}

TEST(Shrink, FindsTheOneTermThatFails) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 40; ++i) {
    machine::Accelerator acc = cosim::random_accelerator(random, 4);
    acc.pe.activation_format = acc.pe.weight_format = arith::Format::e4m3;
    cosim::CosimCase c = short_case(acc, random);
    c.operands = cosim::case_operands(acc, c);
    for (std::uint16_t& code : c.operands->a) {
      code = code == 0x55 ? 0x54 : code;
    }
    c.operands->a[random() % c.operands->a.size()] = 0x55;
    const cosim::CosimCase small = cosim::smallest_case(acc.shape(), c, [](const cosim::CosimCase& candidate) {
      return std::ranges::find(candidate.operands->a, 0x55) != candidate.operands->a.end();
    });
    EXPECT_EQ(small.gemm, (graph::Gemm{1, 1, 1}));
    EXPECT_EQ(small.count, 1);
    EXPECT_FALSE(small.stalls.any());
    EXPECT_EQ(small.operands->a, std::vector<std::uint16_t>{0x55});
    EXPECT_EQ(small.operands->b.size(), 1U);
  }
}

class CaseFiles : public testing::Test {
 protected:
  cosim::CaseFile read(const std::string& text) {
    const auto path = folder_.path() / "case.json";
    util::write_file_atomic(path, text);
    return cosim::read_case(path);
  }

  util::TemporaryFolder folder_{std::filesystem::temp_directory_path()};
};

TEST_F(CaseFiles, SayEverythingThatACaseFollowsFrom) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 100; ++i) {
    const machine::Accelerator acc = cosim::random_accelerator(random, 8);
    const cosim::CosimCase c = cosim::random_case(acc, random);
    const std::string text = cosim::case_text({acc, c, i % 2 == 0 ? cosim::Against::systemc : cosim::Against::fast, 3});
    const cosim::CaseFile again = read(text);
    EXPECT_EQ(engine::array_params(again.accelerator), engine::array_params(acc)) << cosim::describe(acc);
    EXPECT_EQ(again.accelerator.memory, acc.memory) << cosim::describe(acc);
    EXPECT_EQ(again.accelerator.max_k, acc.max_k);
    const engine::Operands operands = cosim::case_operands(acc, c);
    const engine::Operands found = cosim::case_operands(again.accelerator, again.product);
    EXPECT_EQ(found.a, operands.a);
    EXPECT_EQ(found.b, operands.b);
    EXPECT_EQ(again.product.gemm, c.gemm);
    EXPECT_EQ(again.product.count, c.count);
    EXPECT_EQ(again.product.loops, c.loops);
    EXPECT_EQ(again.product.stalls, c.stalls);
    EXPECT_EQ(cosim::case_text(again), text);
  }
}

// One value of a valid file replaced by another, or taken away (null), or an unknown key added.
TEST_F(CaseFiles, AreReadStrictly) {
  std::mt19937_64 random(8);
  machine::Accelerator acc = cosim::random_accelerator(random, 4);
  const std::string good = cosim::case_text({acc, cosim::random_case(acc, random), cosim::Against::systemc, 1});
  EXPECT_NO_THROW(static_cast<void>(read(good)));
  const auto refused = [&](const std::string& pointer, const json::value& value) {
    json::value file = json::parse(good);
    const std::size_t cut = pointer.rfind('/');
    json::value& parent = file.at_pointer(pointer.substr(0, cut));
    if (parent.is_array()) {
      parent.as_array().at(std::stoul(pointer.substr(cut + 1))) = value;
    } else {
      parent.as_object()[pointer.substr(cut + 1)] = value;
    }
    EXPECT_THROW(static_cast<void>(read(json::serialize(file))), InputError) << pointer << " " << value;
  };
  for (const char* key :
       {"/program/m", "/program/n", "/program/k", "/program/count", "/program/stream_block", "/program/col_group",
        "/rtl_seed", "/stalls/seed", "/stalls/moving_percent", "/stalls/result_percent"}) {
    refused(key, -1);
    refused(key, "3");
    refused(key, 1.5);
    refused(key, nullptr);
  }
  for (const char* key : {"/surplus", "/program/surplus", "/stalls/surplus", "/operands/surplus",
                          "/accelerator/surplus", "/accelerator/pe/surplus"}) {
    refused(key, 1);
  }
  refused("/schema", "lmulsim-cosim-case/9");
  refused("/against", "nobody");
  refused("/program/m", 1 << 20);
  refused("/operands/a", json::array{1, 2, 3});
  refused("/operands/a/0", 65536);
  refused("/operands/a/0", -1);
  refused("/operands", json::object{{"mix", "pink"}, {"seed", 1}});
  refused("/operands", json::object{{"mix", "near"}});
  refused("/accelerator/array/rows", 0);
  refused("/accelerator/pe/multiplier", "guess");
  for (std::size_t length = 0; length < good.size(); length += good.size() / 20 + 1) {
    EXPECT_THROW(static_cast<void>(read(good.substr(0, length))), InputError) << length;
  }
}

TEST(RandomCases, FollowFromSeedAndIndexAlone) {
  std::set<std::uint64_t> first;
  for (std::int64_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(cosim::random_of_case(4, i)(), cosim::random_of_case(4, i)());
    first.insert(cosim::random_of_case(4, i)());
    first.insert(cosim::random_of_accelerator(4, i)());
    first.insert(cosim::random_of_case(5, i)());
  }
  EXPECT_EQ(first.size(), 3000U);
}

TEST(RandomCases, ReachWideAndNarrowSumsOfEveryKind) {
  std::mt19937_64 random(9);
  std::set<std::string> mixed;
  std::int64_t largest_max_k = 0;
  int beyond = 0;
  int overflowing_int32 = 0;
  for (int i = 0; i < 4000; ++i) {
    const machine::Accelerator acc = cosim::random_accelerator(random, 6);
    if (acc.pe.activation_format != acc.pe.weight_format && acc.pe.multiplier.kind == arith::MultiplierKind::exact) {
      mixed.insert(std::string(arith::hardware(acc.pe.accumulator.kind).name()));
    }
    largest_max_k = std::max(largest_max_k, acc.max_k);
    const cosim::CosimCase c = cosim::random_case(acc, random);
    beyond += acc.max_k > 0 && c.gemm.k > acc.max_k ? 1 : 0;
    overflowing_int32 += acc.pe.accumulator.kind == arith::AccumulatorKind::int32 && c.gemm.k > 131072 ? 1 : 0;
  }
  EXPECT_EQ(mixed, (std::set<std::string>{"bf16", "fixed", "fp32", "group", "narrow"}));
  EXPECT_GT(largest_max_k, 1 << 21);
  EXPECT_GT(beyond, 100);
  EXPECT_GT(overflowing_int32, 0);
}

}  // namespace
}  // namespace lmulsim::lockstep
