// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::gates {

/// The text of a liberty file, decompressed when its first bytes are those of gzip (RFC 1952). Throws InputError for a
/// file that cannot be read, is empty, or whose gzip stream is damaged, cut short or larger than 1 GiB unpacked.
[[nodiscard]] std::string read_liberty_text(const std::string& file);

}  // namespace lmulsim::gates
