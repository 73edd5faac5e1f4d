// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>

#include "transformer/transformer.hpp"

namespace lmulsim::formats::hf {

/// The shape that a Hugging Face config.json describes. The model types are those of the families in hf/, and models of
/// text and images whose text network is one of them.
///
/// Keys and defaults are those of the transformers library's configuration classes. Every key is read, or known to
/// change nothing, or refused; so is a value that is not modelled. A key "_source" says where a file's facts came from,
/// others that begin with an underscore are comments. What was taken for granted is in Transformer::notes. Throws
/// InputError "where: key: reason".
[[nodiscard]] transformer::Transformer read_hf_config(const boost::json::value& config, const std::string& where);

}  // namespace lmulsim::formats::hf
