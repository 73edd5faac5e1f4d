// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/drawn_mapper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gates/conditions.hpp"
#include "gates/logic_blif.hpp"
#include "util/command.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::flow::characterize {

namespace fs = std::filesystem;

namespace {

constexpr double kPicoseconds = 1000;
constexpr int kToolLines = 12;
constexpr const char* kLogicFile = "logic.blif";

fs::path mapped_file(const fs::path& folder, std::size_t number) {
  return folder / fmt::format("mapped{}.blif", number);
}

std::string emit(std::size_t number) {
  return fmt::format("write_blif mapped{}.blif", number);
}

std::string size_for(double ps) {
  return fmt::format("upsize -D {0:.0f}; dnsize -D {0:.0f}", ps);
}

}  // namespace

DrawnMapper::DrawnMapper(const Synthesis& synthesis, const Synthesis::Generic& generic, const fs::path& folder)
    : library_(synthesis.library()),
      unit_(synthesis.with_flip_flops(generic, folder)),
      abc_(synthesis.liberty(), folder) {
  util::write_file_atomic(folder / kLogicFile, gates::write_logic(unit_));
  if (unit_.flip_flops() > 0) {
    const gates::TimingConditions conditions = gates::typical_conditions(library_);
    registers_ns_ = gates::clock_to_output_ns(library_, conditions) + gates::setup_ns(library_, conditions);
  }
  // What abc makes of the library when it first maps serves all later mappings, and `amap` makes something else of it
  // than `&nf`: the first mapping is always the same, whichever recipe begins.
  (void)abc_.run(fmt::format("read_blif {}; strash; &get -n; &nf; &put", kLogicFile));
}

/// What a clock leaves for the logic between flip-flops.
double DrawnMapper::logic_ps(double clock_ns) const {
  return std::max(1.0, (clock_ns - registers_ns_) * kPicoseconds);
}

std::vector<gates::Netlist> DrawnMapper::netlists(const std::string& commands, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    fs::remove(mapped_file(abc_.folder(), i));
  }
  const std::string said = abc_.run(fmt::format("read_blif {}; {}", kLogicFile, commands));
  std::vector<gates::Netlist> all;
  for (std::size_t i = 0; i < count; ++i) {
    const fs::path file = mapped_file(abc_.folder(), i);
    if (!fs::exists(file)) {
      throw InputError(
          fmt::format("the mapper abc cannot use the cells of this library:{}", util::first_lines(said, kToolLines)));
    }
    all.push_back(gates::with_logic(unit_, util::read_file(file), file.filename().string(), library_));
  }
  return all;
}

std::array<gates::Netlist, 3> DrawnMapper::map(const DrawnRecipe& recipe, const cost::ClockTargets& targets) {
  const std::string commands =
      fmt::format("{}; {}; {}; {}; {}; {}; {}", recipe.logic, emit(0), recipe.buffers,
                  size_for(logic_ps(targets.relaxed_ns)), emit(1), size_for(logic_ps(targets.hard_ns)), emit(2));
  std::vector<gates::Netlist> all = netlists(commands, 3);
  return {std::move(all[0]), std::move(all[1]), std::move(all[2])};
}

gates::Netlist DrawnMapper::fastest(const DrawnRecipe& recipe) {
  return std::move(
      netlists(fmt::format("{}; {}; upsize; dnsize; {}", recipe.logic, recipe.buffers, emit(0)), 1).front());
}

}  // namespace lmulsim::flow::characterize
