// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/model_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <sstream>
#include <vector>

#include "arith/accumulate.hpp"
#include "rtl/build_step.hpp"
#include "rtl/model_cache.hpp"
#include "rtl/rtl_parameters.hpp"
#include "rtl/rtl_sources.hpp"
#include "util/cache_dir.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/home.hpp"
#include "util/progress.hpp"
#include "util/sha256.hpp"

namespace lmulsim::rtl {

namespace fs = std::filesystem;
using util::quoted;

namespace {

// A PE with a floating-point or wide fixed accumulator is big: one copy of its code, called per PE, builds in a
// fraction of the time and runs faster than copies that do not fit the instruction cache. Integer PEs are small:
// inlined they run faster.
bool inline_pes(const engine::ArrayParams& params) {
  return params.accumulator.kind == arith::AccumulatorKind::int32;
}

std::string verilator_flags(const engine::ArrayParams& params, bool waves) {
  // Functions of bounded size: the compiler's time grows faster than theirs.
  std::string flags =
      "--cc --assert -O3 --x-assign fast --x-initial unique --no-timing -Wall --output-split-cfuncs 400 "
      "--prefix Vlmulsim_array --top-module systolic_array";
  if (waves) {
    flags += " --trace";
  }
  if (!inline_pes(params)) {
    flags += " -DLMULSIM_PE_NOT_INLINED";
  }
  for (const RtlParameter& p : array_parameters(params)) {
    flags += fmt::format(" -G{}={}", p.name, p.value);
  }
  return flags + fmt::format(" \"-GPe={}\"", packed_pe(params));
}

// Nobody replaces a function of a model: it is called without the procedure linkage table, and may be inlined.
// Functions and loops begin where the processor fetches: where they happen to stand moves the rate by several percent
// otherwise.
constexpr const char* kLayoutFlags = "-fno-semantic-interposition -falign-functions=64 -falign-loops=32";
constexpr const char* kLinkFlags = "-shared -Wl,-Bsymbolic-functions";

std::string compiler_flags(const engine::ArrayParams& params, bool waves) {
  return fmt::format(
      "-std=c++20 -O2 -fPIC {} -faligned-new -fcf-protection=none -DVM_TRACE={} -DVL_USER_STOP -DVL_USER_FATAL "
      "-DVL_USER_FINISH "
      "-DLMULSIM_ROWS={} -DLMULSIM_COLS={} -DLMULSIM_PRODUCTS={} -DLMULSIM_WIDTH_A={} -DLMULSIM_WIDTH_B={} "
      "-DLMULSIM_ACC_BITS={}",
      kLayoutFlags, waves ? 1 : 0, params.shape.rows, params.shape.cols, params.shape.products,
      arith::info(params.moving).width(), arith::info(params.top).width(), arith::acc_word_bits(params.accumulator));
}

/// The folder from which the wrapper includes the list of pins.
fs::path includes_of(const fs::path& wrapper_dir) {
  return wrapper_dir.parent_path().parent_path();
}

std::string cache_key(const engine::ArrayParams& params, const ModelOptions& options, const fs::path& rtl_dir,
                      const fs::path& wrapper_dir) {
  std::string text = verilator_version() + "\n" + verilator_flags(params, options.waves) + "\n" +
                     compiler_flags(params, options.waves) + "\n" + kLinkFlags + "\n";
  text += util::read_file(rtl_dir / "waivers.vlt");
  for (const std::string& file : rtl_files(rtl_dir)) {
    text += file + "\n" + util::read_file(rtl_dir / file);
  }
  text += util::read_file(wrapper_dir / "array_wrapper.cpp") + util::read_file(wrapper_dir / "abi.hpp") +
          util::read_file(includes_of(wrapper_dir) / "engine" / "pins.hpp");
  return util::sha256(text).substr(0, 24);
}

// Two translation units, compiled at the same time: generated code in files of equal size, the wrapper in the second.
std::vector<fs::path> write_units(const fs::path& dir, const fs::path& wrapper_dir) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(dir)) {
    if (entry.path().extension() == ".cpp") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end(),
            [](const fs::path& a, const fs::path& b) { return fs::file_size(a) > fs::file_size(b); });
  std::vector<fs::path> units{dir / "unit0.cc", dir / "unit1.cc"};
  std::array<std::ostringstream, 2> texts;
  for (std::size_t i = 0; i < files.size(); ++i) {
    texts[i % 2] << "#include \"" << files[i].filename().string() << "\"\n";
  }
  texts[1] << "#include \"" << (wrapper_dir / "array_wrapper.cpp").string() << "\"\n";
  for (std::size_t i = 0; i < units.size(); ++i) {
    util::write_file_atomic(units[i], texts[i].str());
  }
  return units;
}

/// A bar, or lines, while commands run that say nothing.
class Ticker {
 public:
  explicit Ticker(bool silent) {
    if (!silent) {
      progress_.emplace("building the RTL model", 0);
    }
  }
  void operator()() {
    if (progress_) {
      progress_->update(0);
    }
  }

 private:
  std::optional<util::Progress> progress_;
};

void build_into(const fs::path& dir, const engine::ArrayParams& params, const ModelOptions& options,
                const fs::path& rtl_dir, const fs::path& wrapper_dir) {
  std::string sources = quoted(rtl_dir / "waivers.vlt");
  for (const std::string& file : rtl_files(rtl_dir)) {
    sources.append(" ").append(quoted(rtl_dir / file));
  }
  Ticker tick(options.silent);
  run_build_step(fmt::format("the RTL in {} does not build: verilator", rtl_dir.string()),
                 fmt::format("verilator {} --Mdir {} {}", verilator_flags(params, options.waves), quoted(dir), sources),
                 std::ref(tick));
  const std::vector<fs::path> units = write_units(dir, wrapper_dir);
  const std::string include = LMULSIM_VERILATOR_INCLUDE;
  const std::string compile =
      fmt::format("g++ {} -I{} -isystem {} -isystem {}/vltstd -I{} -I{} -c -o", compiler_flags(params, options.waves),
                  quoted(dir), include, include, quoted(wrapper_dir), quoted(includes_of(wrapper_dir)));
  const fs::path object0 = dir / "unit0.o";
  const fs::path object1 = dir / "unit1.o";
  run_build_step(
      fmt::format("the RTL in {} does not build: compiling the Verilated model", rtl_dir.string()),
      fmt::format("( {0} {1} {2} & p=$!; {0} {3} {4} && wait $p && g++ {6} -o {5} {1} {3} )", compile, quoted(object0),
                  quoted(units[0]), quoted(object1), quoted(units[1]), quoted(dir / "model.so"), kLinkFlags),
      std::ref(tick));
}

}  // namespace

std::string verilator_version() {
  const util::CommandResult r = util::run_command("verilator --version");
  if (r.status != 0) {
    throw InputError("verilator: not found; the rtl engine needs Verilator 5.006 or later (Debian package verilator)");
  }
  return r.output.substr(0, r.output.find('\n'));
}

fs::path build_rtl_model(const engine::ArrayParams& params, const ModelOptions& options) {
  const fs::path rtl_dir = fs::absolute(options.rtl_dir.empty() ? rtl_source_dir() : options.rtl_dir);
  const fs::path cache = fs::absolute(options.cache_dir.empty() ? util::cache_dir() : options.cache_dir);
  const fs::path wrapper_dir = util::home() / "sim" / "rtl" / "wrapper";
  const std::string key = cache_key(params, options, rtl_dir, wrapper_dir);
  return ModelCache(cache, options.silent).get(key, [&](const fs::path& folder) {
    build_into(folder, params, options, rtl_dir, wrapper_dir);
  });
}

}  // namespace lmulsim::rtl
