// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cost/technology.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "util/error.hpp"

namespace lmulsim::cost {
namespace {

template <typename T>
const T& known(const Technology& technology, const std::map<std::string, T>& all, const std::string& wanted,
               std::string_view what) {
  const auto it = all.find(wanted);
  if (it == all.end()) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const auto& [key, value] : all) {
      names.push_back(key);
    }
    throw InputError(fmt::format(
        "technology '{}': expected {} {}, found '{}'", technology.name, what,
        names.empty() ? "of a technology that names some" : fmt::format("{}", fmt::join(names, ", ")), wanted));
  }
  return it->second;
}

}  // namespace

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

DramInUse dram_in_use(const Technology& technology) {
  const bool assumed = technology.dram.empty();
  const auto it = technology.drams.find(assumed ? std::string(kAssumedDram) : technology.dram);
  return it == technology.drams.end() ? DramInUse{} : DramInUse{it->first, assumed, it->second.peak};
}

void use_sram(Technology& technology, const std::string& flavour) {
  technology.sram = known(technology, technology.srams, flavour, "SRAM");
  technology.sram_name = flavour;
}

void use_dram(Technology& technology, const std::string& dram) {
  if (dram == cost::name(Operation::dram_bit)) {
    technology.dram.clear();
    return;
  }
  (void)known(technology, technology.drams, dram, "DRAM");
  technology.dram = dram;
}

}  // namespace lmulsim::cost
