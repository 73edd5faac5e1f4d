// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/pe_multiplier.hpp"

#include <map>
#include <mutex>
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

}  // namespace lmulsim::cycle
