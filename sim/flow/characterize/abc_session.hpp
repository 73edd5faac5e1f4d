// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace lmulsim::flow::characterize {

/// A running abc that has read a library and is told command by command: reading the library takes longer than many a
/// recipe. Its files and its own temporary ones lie in one folder. It ends with the object, and with this process.
class AbcSession {
 public:
  /// Throws InputError with the tool's words when it does not start.
  AbcSession(const std::filesystem::path& liberty, std::filesystem::path folder);
  ~AbcSession();
  AbcSession(const AbcSession&) = delete;
  AbcSession& operator=(const AbcSession&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Runs a line of commands and returns what the tool said, once it has done them all. Throws InputError with its last
  /// words when it dies of them; whether they were of use, its files tell.
  std::string run(const std::string& commands);

 private:
  [[nodiscard]] bool read_until(const std::string& mark, std::string& said) const;

  std::filesystem::path folder_;
  pid_t pid_ = 0;
  int socket_ = -1;
  int runs_ = 0;
};

}  // namespace lmulsim::flow::characterize
