// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What a command line puts in place of a file's values.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "config/accelerator_file.hpp"

namespace lmulsim::config {

inline constexpr std::string_view kSetOption = "--set";

/// A value for a key of the accelerator, or for a section of keys.
struct Setting {
  std::string key;    ///< dotted
  std::string value;  ///< YAML after --set; after an option of its own one scalar, as it is
  std::string option{kSetOption};
  std::string label{};  ///< of the change in the accelerator's name, instead of the key's last part
};

/// KEY=VALUE. Throws InputError for another text and for a key that the accelerator does not have.
[[nodiscard]] Setting parse_setting(std::string_view text);

/// Applies the settings in their order: of several --set of one key the last counts, but a key set by an option of its
/// own is set by nothing else. Keys of the file that a set key replaces are dropped. Messages about the values name the
/// option. A changed design also changes its name, unless the name is set.
void apply_settings(std::span<const Setting> settings, AcceleratorFile& file);

}  // namespace lmulsim::config
