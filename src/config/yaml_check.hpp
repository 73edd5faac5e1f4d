// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace lmulsim::config {

/// Whether messages name the line.
enum class Lines : std::uint8_t { named, unnamed };

/// What a YAML text may hold before it is read as a tree: plain maps, lists and scalars, at most
/// 16 deep and 50,000 of them. Anchors, aliases and tags, with which a short text stands for a very large one or a
/// value changes its type, are refused. Throws InputError "source:line: ...", or "source: ..." where lines have no
/// meaning.
void check_yaml(const std::string& text, const std::string& source, Lines lines = Lines::named);

}  // namespace lmulsim::config
