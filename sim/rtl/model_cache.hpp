// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace lmulsim::rtl {

/// Shared objects by key, for any number of processes. Beside each stands its checksum: what is loaded is what was
/// built. One process builds a key, the others wait for it and say so. What a killed build left is swept by the next
/// build; an interrupted one says so, leaves nothing, and ends the program by the signal.
class ModelCache {
 public:
  /// Throws InputError when the folder cannot be made, or others could write in it: models are programs.
  /// `silent`: nothing on standard error.
  ModelCache(std::filesystem::path folder, bool silent);

  /// The file for the key: found whole, or built by `build`, which leaves model.so in the folder it is given.
  [[nodiscard]] std::filesystem::path get(const std::string& key,
                                          const std::function<void(const std::filesystem::path&)>& build) const;

 private:
  [[nodiscard]] std::filesystem::path file(const std::string& key, const char* extension) const;
  [[nodiscard]] bool is_whole(const std::string& key) const;
  /// Returns the signal that stopped it, or 0.
  [[nodiscard]] int build_locked(const std::string& key,
                                 const std::function<void(const std::filesystem::path&)>& build) const;
  void store(const std::string& key, const std::filesystem::path& built) const;
  void say(const std::string& line) const;

  std::filesystem::path folder_;
  bool silent_;
};

}  // namespace lmulsim::rtl
