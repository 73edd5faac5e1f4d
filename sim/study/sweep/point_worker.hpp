// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "explore/run_row.hpp"
#include "util/child_process.hpp"

namespace lmulsim::study::sweep {

/// Computes the result of a point, in the worker's process.
using EvaluatePosition = std::function<explore::RunRow(std::uint64_t position)>;

/// What a worker said of a point.
struct PointReport {
  std::uint64_t position = 0;
  bool out_of_memory = false;  ///< then there is no row
  explore::RunRow row{};
};

/// One end of a pipe, closed with the object.
class PipeEnd {
 public:
  explicit PipeEnd(int descriptor) : descriptor_(descriptor) {}
  ~PipeEnd();
  PipeEnd(const PipeEnd&) = delete;
  PipeEnd& operator=(const PipeEnd&) = delete;

  [[nodiscard]] int get() const { return descriptor_; }
  void close();

 private:
  int descriptor_;
};

/// A process that evaluates positions one after the other for as long as it lives. It dies with this process, heeds no
/// interrupt from the terminal, and may not take more memory than it is given.
class PointWorker {
 public:
  using Clock = std::chrono::steady_clock;

  /// `number` tells it from the others of a sweep.
  PointWorker(const EvaluatePosition& evaluate, std::size_t memory_bytes, int number);

  /// Hands a position over. False when nobody reads any more.
  bool send(std::uint64_t position);
  /// Nothing more will be handed over: it ends when it has reported what it has.
  void no_more() { positions_.write.close(); }
  /// Reads what has arrived; false at the end of the process.
  bool read(std::vector<PointReport>& reports);
  /// Reads what it printed as errors; false at the end.
  bool read_errors();

  [[nodiscard]] int results() const { return process_->pipe(); }
  [[nodiscard]] int errors() const { return errors_.read.get(); }
  /// Positions that were handed over and not reported, in their order: the first is at work.
  [[nodiscard]] const std::deque<std::uint64_t>& outstanding() const { return outstanding_; }
  /// Since when the first one is at work.
  [[nodiscard]] Clock::time_point since() const { return since_; }
  /// The last lines it printed.
  [[nodiscard]] std::string last_errors() const;
  [[nodiscard]] int number() const { return number_; }
  void kill();
  /// The status of waitpid(). Once only, after the end.
  [[nodiscard]] int wait() { return process_->wait(); }

 private:
  struct Pipe {
    Pipe();
    PipeEnd read, write;

   private:
    struct Ends {
      int read, write;
    };
    explicit Pipe(Ends ends) : read(ends.read), write(ends.write) {}
    static Ends make();
  };

  void run_child(const EvaluatePosition& evaluate, std::size_t memory_bytes, int results) const;

  Pipe positions_;
  Pipe errors_;
  std::unique_ptr<util::ChildProcess> process_;
  int number_;
  std::deque<std::uint64_t> outstanding_;
  Clock::time_point since_{};
  std::string bytes_;       ///< of a report that is not whole
  std::string error_text_;  ///< its end
};

}  // namespace lmulsim::study::sweep
