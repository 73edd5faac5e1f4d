// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lmulsim::config {

/// What a YAML text may hold before it is read as a tree: plain maps, lists and scalars, at most
/// 16 deep and 50,000 of them. Anchors, aliases and tags, with which a short text stands for a very large one or a
/// value changes its type, are refused. Throws InputError "source:line: ...".
void check_yaml(const std::string& text, const std::string& source);

}  // namespace lmulsim::config
