// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::cost {

/// A number with six significant digits. Throws CheckError for one that is not finite.
[[nodiscard]] std::string json_number(double value);

/// The same for an amount. Throws CheckError also for a negative one.
[[nodiscard]] std::string json_amount(double value);

}  // namespace lmulsim::cost
