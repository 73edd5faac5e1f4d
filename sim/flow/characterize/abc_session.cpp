// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/abc_session.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "flow/characterize/tool_words.hpp"
#include "util/command.hpp"
#include "util/error.hpp"

namespace lmulsim::flow::characterize {
namespace {

/// Starts a shell command whose standard streams are all one socket.
pid_t spawn(const std::string& command, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_adddup2(&actions, socket, stream);
  }
  std::string shell = "sh";
  std::string option = "-c";
  std::string text = command;
  const std::array<char*, 4> words{shell.data(), option.data(), text.data(), nullptr};
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, "sh", &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? pid : 0;
}

bool send_all(int socket, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t n = send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) {
      return false;
    }
    sent += n > 0 ? static_cast<std::size_t>(n) : 0;
  }
  return true;
}

}  // namespace

AbcSession::AbcSession(const std::filesystem::path& liberty, std::filesystem::path folder)
    : folder_(std::move(folder)) {
  std::array<int, 2> ends{-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw InputError("yosys-abc: no connection to a process can be had");
  }
  socket_ = ends[0];
  pid_ = spawn(fmt::format("cd {0} && TMPDIR={0} exec yosys-abc", util::quoted(folder_)), ends[1]);
  close(ends[1]);
  if (pid_ == 0) {
    close(socket_);
    throw InputError("yosys-abc: no process can be had");
  }
  (void)run(fmt::format("read_lib -w {}", util::quoted(liberty)));
}

AbcSession::~AbcSession() {
  kill(pid_, SIGKILL);
  close(socket_);
  waitpid(pid_, nullptr, 0);
}

/// The tool prints a prompt before each command and echoes what it reads; the mark stands on a line of its own.
bool AbcSession::read_until(const std::string& mark, std::string& said) const {
  std::array<char, 4096> bytes{};
  while (said.find('\n' + mark) == std::string::npos) {
    const ssize_t n = read(socket_, bytes.data(), bytes.size());
    if (n == 0 || (n < 0 && errno != EINTR)) {
      return false;
    }
    said.append(bytes.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  }
  return true;
}

std::string AbcSession::run(const std::string& commands) {
  const std::string mark = fmt::format("lmulsim-done-{}", ++runs_);
  std::string said;
  if (!send_all(socket_, fmt::format("{}\necho {}\n", commands, mark)) || !read_until(mark, said)) {
    throw InputError(fmt::format("yosys-abc (Debian package yosys) ended while mapping:{}", last_words(said)));
  }
  return said;
}

}  // namespace lmulsim::flow::characterize
