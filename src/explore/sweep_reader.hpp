// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/yaml_map.hpp"
#include "explore/sweep_file.hpp"

namespace lmulsim::explore {

/// Reads one sweep, key by key. See parse_sweep().
class SweepReader {
 public:
  SweepReader(const std::string& text, const std::string& source);

  [[nodiscard]] Sweep read();

 private:
  void refuse_other_kinds();
  void read_base();
  void read_strategy();
  void read_solve();
  void read_parameters();
  [[nodiscard]] Parameter read_parameter(const std::string& name, const YAML::Node& node, const std::string& where);
  void read_values(const YAML::Node& list, Parameter& out);
  void read_range(const YAML::Node& node, Parameter& out);
  static void read_arithmetics(const YAML::Node& list, Parameter& out);
  void read_bundle(const YAML::Node& node, Parameter& out);
  void read_points();
  void read_require();
  void read_limits();
  void read_objectives();
  void read_point_limits();
  void check_complete() const;

  /// The keys and values of a map, nested ones with the names of the maps before them.
  void read_assignments(const YAML::Node& node, const std::string& path, const std::string& prefix,
                        std::vector<Assignment>& out);
  /// Later expressions may use what the parameter sets.
  void declare(const Parameter& parameter);
  void set_slot(const std::string& name, std::optional<Value> value);
  [[nodiscard]] Expression::Resolve resolver();

  config::YamlMap map_;
  std::string source_;
  Sweep sweep_;
  std::set<std::string> varied_;
};

}  // namespace lmulsim::explore
