// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "machine/accelerator.hpp"
#include "quality/results.hpp"
#include "result/quality.hpp"

namespace lmulsim::study {

/// What --quality says of an accelerator. `option` is FILE, the JSON of `lmulsim eval` or a name of configs/quality,
/// whose row with the PE's
/// multiplier, formats and accumulator in every product, on operands made as the accelerator's, is taken (that of the
/// usual scaling, when the accelerator says none and there are several), or FILE#NAME for the row of that name or
/// arithmetic. Throws InputError, naming the rows there are, when none or more than one fits.
[[nodiscard]] result::Quality quality_of(const std::string& option, const machine::Pe& pe,
                                         const machine::OperandMaking& operands, const std::string& accelerator);

/// The same of a table that was read.
[[nodiscard]] result::Quality quality_of(const quality::Results& results, const machine::Pe& pe,
                                         const machine::OperandMaking& operands, const std::string& accelerator);

/// What a quality may belong to: the workload's name, the file it came from (empty: none) and the digest of its
/// content.
struct QualityWorkload {
  std::string name;
  std::string file;
  std::string sha256;
};

/// Marks a quality of another model than the workload's; without `anyway` that throws InputError. The model is the
/// workload's when the digests of their files agree, or, where one of them was read for its shapes only (a config.json,
/// a trace, a graph) or a digest is missing, when their names do.
void match_model(result::Quality& quality, const QualityWorkload& workload, bool anyway);

}  // namespace lmulsim::study
