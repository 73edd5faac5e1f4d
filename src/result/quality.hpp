// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "util/json.hpp"

namespace lmulsim::result {

/// How well a model predicts a text in the arithmetic of a design: a row of `lmulsim eval`. NaN: logits were not
/// finite.
struct Quality {
  std::string arithmetic;  ///< the whole, defaults written out
  bool is_pe = true;       ///< every product is the PE's; otherwise the user chose a row of another arithmetic
  std::string model;
  std::string text;
  std::int64_t tokens = 0;
  double perplexity = 0;
  double perplexity_error = 0;  ///< standard errors
  double ratio = 0;             ///< perplexity over fp32's
  double ratio_error = 0;
  double agreement = 0;  ///< share of tokens whose most probable one is fp32's
  double agreement_error = 0;
  double change_rms =
      std::numeric_limits<double>::quiet_NaN();  ///< of the negative log-likelihood against fp32's, nats
  double change_rms_error = std::numeric_limits<double>::quiet_NaN();
  std::string file;  ///< of the table, and its digest
  std::string sha256;
  std::string model_sha256{};        ///< of the model's files; empty: the table does not say
  std::string chosen_on{};           ///< the text on which parameters were chosen; empty: none is said
  bool chosen_where_judged = false;  ///< that text is `text`
  bool of_workload = true;  ///< the model is the one that was run; else the user asked for another's, knowing it
};

/// A model's file or folder as a workload is called: "models/kjv-1m" is "kjv-1m", "a/tiny.bin" is "tiny".
[[nodiscard]] std::string model_name(const std::string& path);

/// What is said wherever a quality stands that is not of the workload's model.
[[nodiscard]] std::string of_another_model(const Quality& quality, const std::string& workload);

[[nodiscard]] boost::json::object quality_json(const Quality& quality);

/// Reads what quality_json() wrote. Throws InputError with the key. One of an earlier version does not say whether it
/// is of the workload's model: it is when the names agree.
[[nodiscard]] Quality read_quality(util::JsonReader json, const std::string& workload);

/// "0.122 +/- 0.002", or "-".
[[nodiscard]] std::string change_rms_text(const Quality& quality);

/// On which text parameters of the arithmetic were chosen.
[[nodiscard]] std::string chosen_text(const Quality& quality);

/// "3.1416 +/- 0.0012", or "not finite"; with "(of another model)" where it is.
[[nodiscard]] std::string perplexity_text(const Quality& quality);

}  // namespace lmulsim::result
