// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/pe_multiplier.hpp"

#include <array>
#include <map>
#include <mutex>
#include <span>
#include <utility>

namespace lmulsim::cycle {

namespace {

constexpr int kLongestInTable = 8;

std::uint32_t code_mask(arith::Format format) {
  const arith::FormatInfo& f = arith::info(format);
  return f.mag_mask() | f.sign_mask();
}

const std::vector<arith::Number>* table_of(arith::Format format, arith::Subnormals subnormals) {
  if (arith::info(format).width() > kLongestInTable) {
    return nullptr;
  }
  static std::mutex mutex;
  static std::map<std::pair<arith::Format, arith::Subnormals>, std::vector<arith::Number>> tables;
  const std::lock_guard lock(mutex);
  std::vector<arith::Number>& table = tables[{format, subnormals}];
  for (std::uint32_t code = 0; table.size() <= code_mask(format); ++code) {
    table.push_back(arith::detail::operand(subnormals, format, code));
  }
  return &table;
}

}  // namespace

Operands::Operands(arith::Format format, arith::Subnormals subnormals)
    : format_(format), subnormals_(subnormals), mask_(code_mask(format)), table_(table_of(format, subnormals)) {}

arith::Number Multiplier::group(OperandWord a, OperandWord b) const {
  const int width_a = arith::info(moving_).width();
  const int width_b = arith::info(top_).width();
  std::array<arith::GroupTerm, arith::kMaxHardwareGroup> terms;
  for (int i = 0; i < products_; ++i) {
    const auto code_a = static_cast<std::uint32_t>(a >> (i * width_a)) & code_mask(moving_);
    const auto code_b = static_cast<std::uint32_t>(b >> (i * width_b)) & code_mask(top_);
    arith::GroupTerm& term = terms[static_cast<std::size_t>(i)];
    term.product = single(code_a, code_b);
    term.exponent = arith::product_exponent(spec_, moving_, code_a, top_, code_b, term.product);
  }
  return arith::group_number(sums_, std::span(terms).first(static_cast<std::size_t>(products_)));
}

}  // namespace lmulsim::cycle
