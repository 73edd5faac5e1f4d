// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "campaign.hpp"

#include <fmt/format.h>

#include <array>
#include <random>
#include <vector>

#include "arith/rounding.hpp"
#include "bench/drive.hpp"
#include "cycle/model_dut.hpp"
#include "fast/fast_engine.hpp"
#include "lockstep/lockstep.hpp"
#include "systemc/systemc_array.hpp"
#include "util/error.hpp"

namespace lmulsim::planted {

namespace {

using arith::Format;
using Rng = std::mt19937_64;

enum class Values : std::uint8_t {
  any,      // every code
  near,     // exponents close to one another: sums round and cancel
  small,    // the lowest exponents: products and sums underflow
  large,    // exponents whose products lie around the top of fp32 for bf16
  corners,  // zeros, subnormals, extremes, infinities, a few NaNs
};

constexpr std::array kValueNames{"any", "near", "small", "large", "corners"};

std::uint16_t draw(Format format, Values values, Rng& rng) {
  const arith::FormatInfo& f = arith::info(format);
  const auto random = static_cast<std::uint32_t>(rng() >> 20);
  const std::uint32_t sign = random & f.sign_mask();
  const std::uint32_t man = random & f.man_mask();
  if (f.is_integer() || values == Values::any) {
    return static_cast<std::uint16_t>(random & (f.sign_mask() | f.mag_mask()));
  }
  const auto with_exponent = [&](int field) {
    return static_cast<std::uint16_t>(sign | (static_cast<std::uint32_t>(field > 0 ? field : 0) << f.man_bits) | man);
  };
  const auto spread = static_cast<int>(rng() % 8);
  switch (values) {
    case Values::any:
      break;
    case Values::near:
      return with_exponent(f.bias - 4 + spread);
    case Values::small:
      // Half the bias each: products of bf16 lie around the bottom of fp32.
      return with_exponent(f.bias / 2 - 6 + spread);
    case Values::large:
      return with_exponent(f.bias + f.bias / 2 - 4 + spread);
    case Values::corners: {
      const std::uint32_t one = static_cast<std::uint32_t>(f.bias) << f.man_bits;
      const std::array<std::uint32_t, 12> words{0,
                                                1,
                                                f.man_mask(),
                                                f.man_mask() + 1,
                                                one,
                                                one + 1,
                                                max_finite_code(f),
                                                max_finite_code(f) - 1,
                                                one,
                                                0,
                                                infinity_code(f, false),
                                                rng() % 8 == 0 ? nan_code(f) : one};
      return static_cast<std::uint16_t>(sign | words[rng() % words.size()]);
    }
  }
  return 0;
}

struct Task {
  std::string name;
  mapping::Program program;
  engine::Operands operands;
  engine::Stalls stalls;
};

Task random_task(const machine::Accelerator& acc, int index, Rng& rng) {
  const auto size = [&](int most) { return 1 + static_cast<std::int64_t>(rng() % static_cast<unsigned>(most)); };
  const auto values = static_cast<Values>(index % 5);
  const graph::Gemm gemm{size(11), size(11), size(16)};
  const mapping::LoopNest loops{.stream_block = index % 3 == 0 ? size(6) : 64, .col_group = size(3)};
  Task task{.name = fmt::format("random {} ({} values, {}x{}x{})", index, kValueNames[static_cast<std::size_t>(values)],
                                gemm.m, gemm.n, gemm.k),
            .program = {acc.shape(), gemm, size(2), loops},
            .operands = {},
            .stalls = {}};
  const auto fill = [&](std::vector<std::uint16_t>& codes, std::int64_t count, Format format) {
    for (std::int64_t i = 0; i < count; ++i) {
      codes.push_back(draw(format, values, rng));
    }
  };
  fill(task.operands.a, task.program.count() * gemm.m * gemm.k, acc.pe.activation_format);
  fill(task.operands.b, task.program.count() * gemm.k * gemm.n, acc.pe.weight_format);
  if (index >= 5 && index % 2 == 0) {
    task.stalls = {
        .seed = rng(), .moving_percent = 20, .stationary_percent = 30, .psum_percent = 30, .result_percent = 40};
  }
  return task;
}

// The largest product again and again: past 2^31 for int8, past the sum of a `fixed` that holds one product.
Task overflow_task(const machine::Accelerator& acc) {
  const bool integer = acc.pe.activation_format == Format::int8;
  const bool output = acc.dataflow == machine::Dataflow::output_stationary;
  const graph::Gemm gemm{1, 1, integer ? (1 << 17) + 12 : 16};
  Task task{.name = "overflow",
            .program = {acc.shape(), gemm, output ? 1 : 2, {.stream_block = 1, .col_group = 1}},
            .operands = {},
            .stalls = {}};
  const auto count = static_cast<std::size_t>(task.program.count() * gemm.k);
  const auto largest = [](Format f) {
    return static_cast<std::uint16_t>(f == Format::int8 ? 0x80 : max_finite_code(arith::info(f)));
  };
  task.operands.a.assign(count, largest(acc.pe.activation_format));
  task.operands.b.assign(count, largest(acc.pe.weight_format));
  if (!integer) {
    // The second product's sum runs the other way.
    for (std::size_t i = count / 2; i < count; ++i) {
      task.operands.a[i] |= static_cast<std::uint16_t>(arith::info(acc.pe.activation_format).sign_mask());
    }
  }
  return task;
}

// The result of the array alone, held against the fast engine's.
std::optional<std::string> result_difference(const machine::Accelerator& acc, const Task& task,
                                             const engine::RunOptions& options, engine::ArrayDut& dut) {
  const engine::ArrayParams params = engine::array_params(acc);
  try {
    return lockstep::first_difference(fast::run_fast(acc, task.program, &task.operands, options),
                                      bench::drive(dut, params, task.program, &task.operands, options));
  } catch (const CheckError& e) {
    return e.what();
  }
}

void run_task(const machine::Accelerator& acc, const Task& task, engine::ArrayDut& model, engine::ArrayDut& dut,
              Verdict& verdict) {
  const engine::RunOptions options{.stalls = task.stalls, .keep_command_times = true, .waves = {}};
  ++verdict.programs;
  Finding finding{.program = task.name, .cycle = 0, .pins = {}, .result = {}};
  try {
    const lockstep::LockstepResult run =
        lockstep::run_lockstep(engine::array_params(acc), task.program, &task.operands, options, {&model, &dut});
    verdict.cycles += run.cycles;
    if (!run.divergence) {
      finding.result =
          lockstep::first_difference(fast::run_fast(acc, task.program, &task.operands, options), run.result);
    } else {
      finding.pins = fmt::format("{}: expected {}, found {}", run.divergence->pin, run.divergence->expected,
                                 run.divergence->found);
    }
  } catch (const CheckError& e) {
    finding.pins = e.what();
  }
  if (!finding.pins.empty()) {
    finding.result = result_difference(acc, task, options, dut);
  }
  if (!finding.pins.empty() || finding.result) {
    finding.cycle = verdict.cycles;
    verdict.finding = std::move(finding);
  }
}

}  // namespace

Verdict run_campaign(const machine::Accelerator& acc, engine::ArrayDut& dut) {
  constexpr int kRandomTasks = 50;
  const std::unique_ptr<engine::ArrayDut> model = cycle::make_array_model(engine::array_params(acc));
  Rng rng(20241);
  Verdict verdict;
  for (int i = 0; i < kRandomTasks && !verdict.finding; ++i) {
    run_task(acc, random_task(acc, i, rng), *model, dut, verdict);
  }
  if (!verdict.finding) {
    run_task(acc, overflow_task(acc), *model, dut, verdict);
  }
  return verdict;
}

}  // namespace lmulsim::planted
