// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Which product of a model runs in which arithmetic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quality/arithmetic.hpp"
#include "transformer/model_math.hpp"

namespace lmulsim::quality {

/// The place that is one kind of products: scores, values, projections, mlp, head.
[[nodiscard]] std::string_view place_name(transformer::ProductKind kind);

/// Kinds of products of one kind of layer range; which arithmetic they get.
struct Rule {
  std::vector<transformer::ProductKind> kinds;
  std::int64_t first_layer = 0;  ///< the head has no layer: ranges do not reach it
  std::int64_t last_layer = 0;
  bool every_layer = true;
  Arithmetic arithmetic;
};

/// An arithmetic for every product: a default and rules, of which the last that matches counts.
///
/// As text: ARITHMETIC[+PLACE=ARITHMETIC]..., or PLACE=ARITHMETIC first for a default of fp32. PLACE is attention
/// (scores and values), scores (Q * K^T), values (attention weights * V), projections, mlp, head or all, with layers
/// before it if not every one: 3.mlp, 0-2.attention. Example: fp32+attention=lmul:e4m3+0-1.mlp=exact:bf16. A place may
/// have the default's arithmetic with another accumulator: lmul:e4m3,acc=fix20.1+values=acc=fix20.3.
class Plan {
 public:
  /// Throws InputError (`where`, expected, found).
  [[nodiscard]] static Plan parse(std::string_view text, std::string_view where = "arithmetic");

  /// A YAML file (JSON is read as YAML): `default` and places as keys with arithmetics as text, `accumulator`, a map
  /// from places to accumulators that stand in place of the default's, and `layers`, a map from layers ("3", "0-2") to
  /// maps of the same places. `name` is what reports print. Throws InputError (file:line:
  /// key).
  [[nodiscard]] static Plan from_file(const std::string& path);

  /// A file if the text ends in .yaml, .yml or .json, else parse().
  [[nodiscard]] static Plan from(const std::string& text_or_path, std::string_view where = "arithmetic");

  [[nodiscard]] const Arithmetic& of(transformer::ProductKind kind, std::int64_t layer) const;

  /// The arithmetic of every product, when it is one.
  [[nodiscard]] std::optional<Arithmetic> everywhere() const;

  /// What reports print: the text as it was given, or the file's name.
  [[nodiscard]] const std::string& name() const { return name_; }
  /// The whole plan as text, defaults written out.
  [[nodiscard]] std::string text() const;
  /// Throws InputError for a rule about layers that a model of `layers` does not have.
  void check_layers(std::int64_t layers) const;

 private:
  std::string name_;
  std::vector<std::string> places_;  ///< of the rules, as written
  Arithmetic default_;
  std::vector<Rule> rules_;

  void add(std::string_view place, std::string_view text, std::string_view where);
};

}  // namespace lmulsim::quality
