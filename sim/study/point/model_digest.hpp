// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/run.hpp"

namespace lmulsim::study::point {

/// The code of one folder, without those below it.
struct FolderDigest {
  std::string_view folder;  ///< from the root of the sources: "src/arith"
  std::string_view sha256;
};

/// Of every folder when the program was built.
[[nodiscard]] std::span<const FolderDigest> folder_digests();

/// Whether the code of a folder can change a number that a run with this engine stores. A folder that no row of the
/// table of model_digest.cpp leaves out can.
[[nodiscard]] bool counts(std::string_view folder, engine::Engine engine);

/// What stands for the simulator in the keys of results: 32 hexadecimal digits of the folders that count.
[[nodiscard]] std::string model_digest(engine::Engine engine, std::span<const FolderDigest> folders = folder_digests());

}  // namespace lmulsim::study::point
