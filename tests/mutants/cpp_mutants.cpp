// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cpp_mutants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::mutants {

namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::trunc | std::ios::binary);
  out << text << std::flush;
  if (!out) {
    throw InputError(fmt::format("{}: cannot write", file.string()));
  }
}

/// A file with another text as long as the object lives.
class Changed {
 public:
  Changed(fs::path file, const PointFault& fault) : file_(std::move(file)), text_(util::read_file(file_)) {
    write(file_, planted_text(text_, fault));
  }
  ~Changed() {
    try {
      write(file_, text_);
    } catch (const InputError&) {
      // The copy is thrown away; the next fault does not find its text and says so.
    }
  }
  Changed(const Changed&) = delete;
  Changed& operator=(const Changed&) = delete;

 private:
  fs::path file_;
  std::string text_;
};

const CppPart& part_of(const fs::path& file) {
  const auto at = std::ranges::find_if(
      cpp_parts(), [&](const CppPart& part) { return std::ranges::find(part.files, file) != part.files.end(); });
  if (at == cpp_parts().end()) {
    throw InputError(fmt::format("{}: belongs to no part", file.string()));
  }
  return *at;
}

// The first line of a test's output that says what failed.
std::string first_failure(const std::string& output) {
  const std::size_t at = output.find("[  FAILED  ]");
  const std::size_t end = std::min(output.find('\n', at), output.size());
  return at == std::string::npos ? "ended without a result" : output.substr(at, end - at);
}

Verdict build_and_run(const std::string& test, const fs::path& tree) {
  const fs::path build = tree / "build" / "release";
  const auto built =
      util::run_command(fmt::format("cmake --build {} -j 2 --target {} 2>&1", util::quoted(build), test));
  if (built.status != 0) {
    return {Fate::build, test};
  }
  const auto run = util::run_command(
      fmt::format("cd {} && timeout 300 $(find tests -type f -name {}) --gtest_brief=1 --gtest_fail_fast 2>&1",
                  util::quoted(build), test));
  return run.status == 0 ? Verdict{} : Verdict{Fate::directed, fmt::format("{}: {}", test, first_failure(run.output))};
}

}  // namespace

const std::vector<CppPart>& cpp_parts() {
  static const std::vector<CppPart> parts{
      {{"src/timing/closed_form.cpp", "sim/fast/control_model.cpp"}, {"lockstep_test"}},
      {{"src/timing/scalesim_gap.cpp"}, {"lockstep_test", "timing_test"}},
      {{"src/mapping/loops.cpp", "src/mapping/program.cpp", "src/mapping/traffic.cpp"},
       {"mapping_test", "result_test", "lockstep_test"}},
      {{"src/cost/registers.cpp"}, {"test_cost"}},
      {{"src/arith/kernels/window.cpp", "src/arith/kernels/gemm_int32.cpp", "src/arith/kernels/gemm_float.cpp",
        "src/arith/kernels/gemm_lanes.cpp", "src/arith/kernels/pack.cpp", "src/arith/kernels/operand_table.cpp"},
       {"arith_kernels_test"}},
      {{"src/arith/product_impl.hpp", "src/arith/rounding.hpp", "src/arith/accumulate_impl.hpp",
        "src/arith/aligned.cpp", "src/arith/scaling.cpp"},
       {"arith_test", "arith_kernels_test"}},
  };
  return parts;
}

Verdict judge_cpp(const Mutant& mutant, const fs::path& tree) {
  const Changed changed(tree / mutant.file, mutant.fault);
  for (const std::string& test : part_of(mutant.file).tests) {
    if (Verdict verdict = build_and_run(test, tree); verdict.fate != Fate::lives) {
      return verdict;
    }
  }
  return {};
}

}  // namespace lmulsim::mutants
