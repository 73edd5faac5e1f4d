// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/dataflow_names.hpp"

#include <fmt/format.h>

#include <array>

#include "util/error.hpp"
#include "util/nearest.hpp"

namespace lmulsim::config {
namespace {

using machine::Dataflow;
constexpr std::array<std::string_view, 3> kNames{"ws", "os", "is"};
constexpr std::array<Dataflow, 3> kDataflows{Dataflow::weight_stationary, Dataflow::output_stationary,
                                             Dataflow::input_stationary};

}  // namespace

std::string_view dataflow_name(Dataflow dataflow) {
  switch (dataflow) {
    case Dataflow::weight_stationary:
      return "ws";
    case Dataflow::output_stationary:
      return "os";
    case Dataflow::input_stationary:
      return "is";
  }
  throw InputError("dataflow out of range");
}

std::span<const std::string_view> dataflow_names() {
  return kNames;
}

Dataflow parse_dataflow(std::string_view name, const std::string& where) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) {
      return kDataflows[i];
    }
  }
  throw InputError(fmt::format("{}: expected a dataflow (ws, os, is), found '{}'; the nearest is '{}'", where, name,
                               util::nearest_name(name, kNames)));
}

}  // namespace lmulsim::config
