// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include <fmt/format.h>

#include "util/error.hpp"

namespace lmulsim::cost {

std::string entry_name(Quantity quantity, Operation op) {
  return fmt::format("{}.{}", quantity == Quantity::energy ? "energy" : "area", cost::name(op));
}

const Entry& Technology::get(Quantity quantity, Operation op) const {
  const std::optional<Entry>& entry = find(quantity, op);
  if (!entry) {
    throw InputError(fmt::format("technology '{}' ({}): missing entry '{}', which this accelerator needs", name,
                                 files.empty() ? "not read from a file" : files.front(), entry_name(quantity, op)));
  }
  return *entry;
}

const Sram& Technology::get_sram() const {
  if (!sram) {
    throw InputError(fmt::format("technology '{}' ({}): missing entry 'sram', which this accelerator needs", name,
                                 files.empty() ? "not read from a file" : files.front()));
  }
  return *sram;
}

}  // namespace lmulsim::cost
