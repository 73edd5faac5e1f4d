// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

namespace lmulsim::transformer {

/// Logits of every position, one after the other, in double precision, from the file's bytes: written for the tests
/// without any of the code it checks.
std::vector<std::vector<double>> slow_llama(const std::filesystem::path& checkpoint, const std::vector<int>& tokens);

}  // namespace lmulsim::transformer
