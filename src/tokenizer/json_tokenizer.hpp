// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <string>

#include "tokenizer/tokenizer.hpp"

namespace lmulsim::tokenizer {

/// A Hugging Face tokenizer.json, for a model of `vocab` tokens; `name` begins messages. What is read: README.md.
///
/// Throws InputError naming the key at fault for whatever is not read, for numbers outside 0 .. vocab - 1 or given
/// twice, and for parts that name tokens the vocabulary does not have.
[[nodiscard]] std::unique_ptr<Tokenizer> read_json_tokenizer(const boost::json::value& document,
                                                             const std::string& name, std::int64_t vocab);

}  // namespace lmulsim::tokenizer
