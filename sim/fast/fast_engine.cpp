// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "fast/fast_engine.hpp"

#include "arith/kernels/threads.hpp"
#include "bench/drive.hpp"
#include "bench/operand_view.hpp"
#include "fast/control_model.hpp"
#include "timing/closed_form.hpp"

namespace lmulsim::fast {

namespace {

// Codes as the kernels want them: one byte for formats of up to eight bits.
std::vector<std::byte> packed_codes(arith::Format format, const std::vector<std::uint16_t>& codes) {
  std::vector<std::byte> bytes(codes.size() * arith::code_bytes(format));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    arith::store_code(format, bytes.data(), i, codes[i]);
  }
  return bytes;
}

std::vector<arith::AccWord> values(const machine::Accelerator& acc, const mapping::Program& program,
                                   const engine::Operands& operands) {
  const auto m = static_cast<std::size_t>(program.gemm().m);
  const auto n = static_cast<std::size_t>(program.gemm().n);
  const auto k = static_cast<std::size_t>(program.gemm().k);
  const arith::MacSpec spec{acc.pe.multiplier, acc.pe.accumulator};
  const arith::Format format_a = acc.pe.activation_format;
  const arith::Format format_b = acc.pe.weight_format;
  const std::vector<std::byte> a = packed_codes(format_a, operands.a);
  const std::vector<std::byte> b = packed_codes(format_b, operands.b);
  std::vector<arith::AccWord> c(static_cast<std::size_t>(program.count()) * m * n);
  for (std::size_t i = 0; i < static_cast<std::size_t>(program.count()); ++i) {
    const arith::CodeMatrix ma{format_a, a.data() + i * m * k * arith::code_bytes(format_a), m, k, k};
    const arith::CodeMatrix mb{format_b, b.data() + i * k * n * arith::code_bytes(format_b), k, n, n};
    arith::gemm_codes(spec, ma, mb, nullptr, c.data() + i * m * n, n, arith::threads_for(m * n * k));
  }
  return c;
}

engine::RunResult closed_form_times(const mapping::Program& program, const engine::RunOptions& options) {
  const timing::ClosedForm form(program);
  engine::RunResult r;
  r.cycles = form.total();
  r.activity = form.activity();
  if (options.keep_command_times) {
    for (std::int64_t i = 0; i < program.size(); ++i) {
      r.commands.push_back(form.command(i));
    }
  }
  return r;
}

}  // namespace

std::int64_t zero_operand_macs(const machine::Accelerator& acc, const mapping::Program& program,
                               const engine::Operands& operands, std::int64_t macs_issued) {
  const graph::Gemm& g = program.gemm();
  const std::vector<bool> zero_a = bench::zero_codes(acc.pe.activation_format, acc.pe.multiplier.subnormals);
  const std::vector<bool> zero_b = bench::zero_codes(acc.pe.weight_format, acc.pe.multiplier.subnormals);
  // Non-zero pairs of one k: live rows of A's column times live columns of B's row.
  const auto nk = static_cast<std::size_t>(program.count() * g.k);
  std::vector<std::int64_t> live_a(nk);
  std::vector<std::int64_t> live_b(nk);
  for (std::size_t i = 0; i < operands.a.size(); ++i) {
    const auto k = static_cast<std::size_t>(g.k);
    const std::size_t gemm = i / (k * static_cast<std::size_t>(g.m));
    live_a[gemm * k + i % k] += zero_a[operands.a[i]] ? 0 : 1;
  }
  for (std::size_t i = 0; i < operands.b.size(); ++i) {
    live_b[i / static_cast<std::size_t>(g.n)] += zero_b[operands.b[i]] ? 0 : 1;
  }
  std::int64_t live = 0;
  for (std::size_t i = 0; i < nk; ++i) {
    live += live_a[i] * live_b[i];
  }
  return macs_issued - live;
}

engine::RunResult run_fast(const machine::Accelerator& accelerator, const mapping::Program& program,
                           const engine::Operands* operands, const engine::RunOptions& options) {
  engine::RunResult r;
  if (options.stalls.any()) {
    const engine::ArrayParams params = engine::array_params(accelerator);
    const auto control = make_control_model(params.shape);
    r = bench::drive(*control, params, program, nullptr, options);
  } else {
    r = closed_form_times(program, options);
  }
  if (operands != nullptr) {
    // The view checks the operands' sizes.
    const bench::OperandView checked(engine::array_params(accelerator), program, operands);
    r.outputs = values(accelerator, program, *operands);
    r.activity.macs_zero_operand = zero_operand_macs(accelerator, program, *operands, r.activity.macs_issued);
  }
  return r;
}

}  // namespace lmulsim::fast
