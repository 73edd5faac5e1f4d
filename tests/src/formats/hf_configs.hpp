// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "transformer/transformer.hpp"

namespace lmulsim::formats {

/// The published config of a model, with the keys that the hub's files have.
[[nodiscard]] boost::json::value published_config(std::string_view name);
[[nodiscard]] std::vector<std::string> published_names();

/// Its shape, after the keys of `changes` (JSON) were laid over it.
[[nodiscard]] transformer::Transformer published(std::string_view name, std::string_view changes = "{}");

/// The operator of that name; fails the test when there is none.
[[nodiscard]] const graph::Operator& op(const graph::Workload& workload, std::string_view name);
[[nodiscard]] bool has(const graph::Workload& workload, std::string_view name);

/// A name that GoogleTest takes.
[[nodiscard]] std::string test_name(std::string name);

}  // namespace lmulsim::formats
