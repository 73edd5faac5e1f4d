// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lmulsim::cli {

/// Adds the rows of stores, of journals and of folders of journals to a store, which is made when it is missing; prints
/// what each gave, and which shards have not come to their end. Rows of which the store says something else. Throws
/// InputError for journals of several sweeps at once.
[[nodiscard]] std::vector<std::string> merge_into(const std::vector<std::string>& sources, const std::string& into);

/// How far the shards beside a store are, by their journals; empty without any.
[[nodiscard]] std::string shards_text(const std::string& store);

}  // namespace lmulsim::cli
