// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "cost/technology.hpp"
#include "util/json.hpp"

namespace lmulsim::cost {

/// The keys sram, srams, dram and drams of a technology file in `folder`, on top of what its base brought. Throws
/// InputError naming file and key.
void read_memories(util::JsonReader& top, const std::filesystem::path& folder, Technology& technology);

}  // namespace lmulsim::cost
