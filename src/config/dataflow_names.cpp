// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/dataflow_names.hpp"

#include <fmt/format.h>

#include "util/enum_names.hpp"
#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::config {
namespace {

using machine::Dataflow;
constexpr auto kNames = util::enum_names<Dataflow>("ws", "os", "is");

}  // namespace

std::string_view dataflow_name(Dataflow dataflow) {
  return kNames[dataflow];
}

std::span<const std::string_view> dataflow_names() {
  return kNames.words();
}

Dataflow parse_dataflow(std::string_view name, const std::string& where) {
  if (const auto dataflow = kNames.find(name)) {
    return *dataflow;
  }
  throw InputError(fmt::format("{}: expected a dataflow (ws, os, is), found '{}'; the nearest is '{}'", where, name,
                               util::nearest_name(name, kNames.words())));
}

}  // namespace lmulsim::config
