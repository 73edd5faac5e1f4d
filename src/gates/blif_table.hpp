// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

// The pieces that BLIF texts are made of.
namespace lmulsim::gates::blif {

[[nodiscard]] std::string net_name(int net);

/// ".names": the rows of the truth table that give 1.
void add_table(std::string& out, const std::vector<std::string>& inputs, const std::string& output,
               std::uint64_t truth);
void add_wire(std::string& out, const std::string& from, const std::string& to, bool inverted);
/// The nets of the two constants.
void add_constants(std::string& out);

}  // namespace lmulsim::gates::blif
