// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace lmulsim::systemc {

/// visit(pe, "NAME.", r, c) for every PE of an array, row by row.
template <class Pes, class Visit>
void for_each_pe(const Pes& pes, std::size_t cols, Visit visit) {
  for (std::size_t i = 0; i < pes.size(); ++i) {
    visit(*pes[i], std::string(pes[i]->name()) + ".", i / cols, i % cols);
  }
}

}  // namespace lmulsim::systemc
