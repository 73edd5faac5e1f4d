// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Operand histograms of an evaluation, printed and written.
#pragma once

#include <boost/json/array.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/eval_report.hpp"

namespace lmulsim::cli {

/// A layer as tables name it: "-" for products outside the layers.
[[nodiscard]] std::string layer_name(std::int64_t layer);

/// A line per layer, kind of product and operand; nothing without histograms.
[[nodiscard]] std::string histograms_text(const std::string& arithmetic, const quality::OperandHistograms& all);

/// One object per layer, kind of product and operand, with every count.
[[nodiscard]] boost::json::array histograms_json(const quality::OperandHistograms& all);

/// arithmetic,layer,products,operand,format,quantity,bin,count: `quantity` is words, zeros, negative, subnormal,
/// largest, not_finite, exponent, mantissa, code, toggles_along_rows, ... with a bin where it has several. Counts only.
[[nodiscard]] std::string histograms_csv(const std::vector<study::EvalRow>& rows);

}  // namespace lmulsim::cli
