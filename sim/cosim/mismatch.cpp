// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/mismatch.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "fast/fast_engine.hpp"
#include "lockstep/lockstep.hpp"
#include "lockstep/reference_pins.hpp"

namespace lmulsim::cosim {

namespace {

constexpr std::size_t kTermsAtTheEnds = 12;
constexpr std::size_t kCyclesAtTheEnds = 24;

using Names = std::vector<std::string>;

std::string list(const Names& names) {
  if (names.size() < 2) {
    return names.empty() ? "" : names.front();
  }
  return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

/// Arrays with the same values on all pins, the larger groups first.
std::vector<Names> groups(const lockstep::Divergence& d) {
  std::vector<std::pair<std::vector<std::string>, Names>> found;
  for (std::size_t i = 0; i < d.arrays.size(); ++i) {
    std::vector<std::string> values;
    for (const lockstep::PinDifference& pin : d.pins) {
      values.push_back(pin.values[i]);
    }
    const auto same = std::ranges::find_if(found, [&](const auto& group) { return group.first == values; });
    if (same == found.end()) {
      found.push_back({values, {d.arrays[i]}});
    } else {
      same->second.push_back(d.arrays[i]);
    }
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
  std::vector<Names> names(found.size());
  std::ranges::transform(found, names.begin(), [](const auto& group) { return group.second; });
  return names;
}

/// "rtl disagrees with systemc, systemc-pe, cycle-pe and fast, which agree": who is alone against a majority.
std::string verdict(const std::vector<Names>& groups) {
  if (groups.size() == 2 && groups[0].size() > groups[1].size()) {
    return fmt::format("{} disagree{} with {}, which agree", list(groups[1]), groups[1].size() == 1 ? "s" : "",
                       list(groups[0]));
  }
  Names sides;
  for (const Names& group : groups) {
    sides.push_back(list(group));
  }
  return fmt::format("no majority: {} disagree with one another", fmt::join(sides, "; "));
}

std::string pin_table(const lockstep::Divergence& d) {
  std::string text = fmt::format("  {:<14}", "pin");
  for (const std::string& array : d.arrays) {
    text += fmt::format(" {:>22}", array);
  }
  for (const lockstep::PinDifference& pin : d.pins) {
    text += fmt::format("\n  {:<14}", pin.pin);
    for (const std::string& value : pin.values) {
      text += fmt::format(" {:>22}", value);
    }
  }
  return text + "\n";
}

std::string value_of(const arith::AccumulatorSpec& spec, const arith::AccWord& word) {
  return fmt::format("{} ({:g})", lockstep::hex(word), std::bit_cast<float>(arith::to_fp32(spec, word)));
}

std::string operand(arith::Format format, std::uint32_t code) {
  return fmt::format("0x{:0{}x} ({:g})", code, (arith::info(format).width() + 3) / 4,
                     arith::to_fp64(arith::decode(format, code)));
}

std::string term_line(const engine::ArrayParams& params, const lockstep::ChainTerm& t) {
  return fmt::format("  {:>7} {:>3}  {:<22} {:<22} {:<14g} {}\n", t.k < 0 ? "padding" : std::to_string(t.k), t.row,
                     operand(params.moving, t.moving), operand(params.top, t.top), arith::to_fp64(t.product),
                     value_of(params.accumulator, t.sum));
}

std::string terms_table(const engine::ArrayParams& params, const lockstep::ResultChain& chain) {
  std::string text = fmt::format("  {:>7} {:>3}  {:<22} {:<22} {:<14} {}\n", "k", "row",
                                 fmt::format("moving {}", arith::info(params.moving).name),
                                 fmt::format("top {}", arith::info(params.top).name), "product", "sum after it");
  text += fmt::format("  {:>7} {:>3}  {:<22} {:<22} {:<14} {}\n", "before", "", "", "", "",
                      value_of(params.accumulator, chain.start));
  for (std::size_t i = 0; i < chain.terms.size(); ++i) {
    if (i == kTermsAtTheEnds && chain.terms.size() > 2 * kTermsAtTheEnds) {
      text += fmt::format("  ... {} terms ...\n", chain.terms.size() - 2 * kTermsAtTheEnds);
      i = chain.terms.size() - kTermsAtTheEnds;
    }
    text += term_line(params, chain.terms[i]);
  }
  return text;
}

/// The multiply-accumulate whose sum comes out wrong, as far as the pins tell.
std::string failing_term(const engine::ArrayParams& params, const lockstep::ResultChain& chain,
                         const lockstep::PinDifference& pin, const lockstep::Divergence& d, bool last_term_fails) {
  std::vector<lockstep::ChainTerm> real;
  std::ranges::copy_if(chain.terms, std::back_inserter(real), [](const lockstep::ChainTerm& t) { return t.k >= 0; });
  std::string text;
  if (!real.empty() && (real.size() == 1 || last_term_fails)) {
    const lockstep::ChainTerm& t = real.back();
    text = fmt::format("the failing multiply-accumulate is k = {}: {} x {} = {:g}{}\n", t.k,
                       operand(params.moving, t.moving), operand(params.top, t.top), arith::to_fp64(t.product),
                       real.size() == 1 ? " (the only term of this command)" : " (with one term less all agree)");
  }
  text += "the sum is";
  for (std::size_t i = 0; i < d.arrays.size(); ++i) {
    text += fmt::format("{} {} in {}", i == 0 ? "" : ",", pin.values[i], d.arrays[i]);
  }
  return text + "\n";
}

constexpr std::string_view kResult = "result_data_o[";

std::string chain_text(const engine::ArrayParams& params, const graph::Gemm& gemm,
                       const lockstep::ReferencePins& reference, const lockstep::Divergence& d, bool last_term_fails) {
  const auto data =
      std::ranges::find_if(d.pins, [](const lockstep::PinDifference& p) { return p.pin.starts_with(kResult); });
  if (data == d.pins.end()) {
    return "";
  }
  const int lane = std::stoi(data->pin.substr(kResult.size()));
  const std::optional<lockstep::ResultChain> chain = reference.chain(lane);
  if (!chain) {
    return "";
  }
  std::string place = "padding";
  if (chain->result >= 0) {
    const std::int64_t per_gemm = gemm.m * gemm.n;
    place = fmt::format("C[{}][{}] of product {}", chain->result % per_gemm / gemm.n, chain->result % gemm.n,
                        chain->result / per_gemm);
  }
  return fmt::format("{} is {}, result beat {} of command {}, column {}:\n", data->pin, place, chain->beat,
                     chain->command, lane) +
         terms_table(params, *chain) + failing_term(params, *chain, *data, d, last_term_fails);
}

template <typename Words, typename Text>
std::string words(const Words& all, const Text& text) {
  std::string line;
  for (const auto& word : all) {
    line += (line.empty() ? "" : ",") + text(word);
  }
  return line;
}

/// A cycle in one line: who offers, who takes, and every lane of what is offered.
std::string cycle_line(std::int64_t cycle, const engine::ArrayIn& in, const engine::ArrayOut& out) {
  const auto code = [](std::uint32_t word) { return fmt::format("{:x}", word); };
  const auto sum = [](const arith::AccWord& word) { return lockstep::hex(word).substr(2); };
  const auto channel = [](std::string_view name, bool valid, bool ready) {
    return fmt::format(" {}:{}{}", name, valid ? 'v' : '-', ready ? 'r' : '-');
  };
  std::string line = fmt::format("  {:>6} ", cycle) + channel("moving", in.moving_valid, out.moving_ready) +
                     channel("stationary", in.stationary_valid, out.stationary_ready) +
                     channel("psum", in.psum_valid, out.psum_ready) +
                     channel("result", out.result_valid, in.result_ready);
  line += !in.rst_n ? " reset" : "";
  line += in.moving_valid
              ? fmt::format(" moving={}{}{}{}", words(in.moving_data, code), in.moving_first ? " first" : "",
                            in.moving_last ? " last" : "", in.moving_accumulate ? " accumulate" : "")
              : "";
  line += in.stationary_valid ? " stationary=" + words(in.stationary_data, code) : "";
  line += in.psum_valid ? " psum=" + words(in.psum_data, sum) : "";
  line += out.result_valid ? " result=" + words(out.result_data, sum) : "";
  return line + "\n";
}

/// When the first input of each command was accepted.
class FirstInputs {
 public:
  explicit FirstInputs(const machine::ArrayShape& shape) : shape_(shape) {}

  void observe(std::int64_t cycle, const engine::ArrayIn& in, const engine::ArrayOut& out) {
    const bool stationary = shape_.dataflow != machine::Dataflow::output_stationary;
    if (in.rst_n && stationary && in.stationary_valid && out.stationary_ready && loads_++ % shape_.rows == 0) {
      cycles_.push_back(cycle);
    }
    if (in.rst_n && !stationary && in.moving_valid && out.moving_ready && in.moving_first) {
      cycles_.push_back(cycle);
    }
  }
  /// 0 when it was not accepted.
  [[nodiscard]] std::int64_t of(std::int64_t command) const {
    return command < static_cast<std::int64_t>(cycles_.size()) ? cycles_[static_cast<std::size_t>(command)] : 0;
  }

 private:
  machine::ArrayShape shape_;
  std::int64_t loads_ = 0;
  std::vector<std::int64_t> cycles_;
};

/// The command in which the sum of `command` began.
std::int64_t root_of(const mapping::Program& program, std::int64_t command) {
  std::int64_t root = std::min(command, program.size() - 1);
  for (mapping::Tile t = program.tile(root); t.accumulate && t.depends_on >= 0; t = program.tile(root)) {
    root = t.depends_on;
  }
  return root;
}

/// The cycles of a run, those in the middle of a very long one left out.
class Record {
 public:
  struct Cycle {
    std::int64_t cycle;
    engine::ArrayIn in;
    engine::ArrayOut out;
  };

  void add(Cycle cycle) {
    if (head_.size() < kMost) {
      head_.push_back(std::move(cycle));
      return;
    }
    tail_.push_back(std::move(cycle));
    if (tail_.size() > kCyclesAtTheEnds) {
      tail_.pop_front();
    }
  }

  /// The lines from a cycle on; of many, the first and the last.
  [[nodiscard]] std::string text(std::int64_t first, std::string_view array) const {
    std::vector<const Cycle*> shown;
    const auto take = [&](const auto& cycles) {
      for (const Cycle& c : cycles) {
        if (c.cycle >= first) {
          shown.push_back(&c);
        }
      }
    };
    take(head_);
    take(tail_);
    std::string text =
        fmt::format("cycles from its first input on (v: offered, r: taken; lanes from 0; outputs of {}):\n", array);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (i == kCyclesAtTheEnds && shown.size() > 2 * kCyclesAtTheEnds) {
        i = shown.size() - kCyclesAtTheEnds;
        text += fmt::format("  ... {} cycles ...\n", shown[i]->cycle - shown[kCyclesAtTheEnds - 1]->cycle - 1);
      }
      text += cycle_line(shown[i]->cycle, shown[i]->in, shown[i]->out);
    }
    return text;
  }

 private:
  static constexpr std::size_t kMost = 20000;
  std::vector<Cycle> head_;
  std::deque<Cycle> tail_;
};

/// How a run side by side ended.
struct Ending {
  std::optional<lockstep::Divergence> divergence;
  std::optional<std::pair<std::string, std::string>> failure;  ///< which array asserted or hangs, and what it says
  engine::RunResult result;
};

class Explanation {
 public:
  Explanation(const machine::Accelerator& acc, const CosimCase& failing, const std::vector<engine::ArrayDut*>& arrays)
      : acc_(acc),
        params_(engine::array_params(acc)),
        case_(failing),
        program_(params_.shape, failing.gemm, failing.count, failing.loops),
        reference_(params_, program_, *failing.operands),
        arrays_(arrays) {
    options_.stalls = failing.stalls;
    options_.keep_command_times = true;
    arrays_.push_back(&reference_);
  }

  std::string text(bool last_term_fails) {
    FirstInputs inputs(params_.shape);
    Record record;
    const Ending end = run(arrays_, [&](std::int64_t cycle, const engine::ArrayIn& in, const engine::ArrayOut& out) {
      inputs.observe(cycle, in, out);
      record.add({cycle, in, out});
    });
    const std::int64_t first = inputs.of(root_of(program_, reference_.command()));
    if (end.failure) {
      return failure_text(*end.failure) + record.text(first, arrays_.front()->name());
    }
    if (end.divergence) {
      return divergence_text(*end.divergence, last_term_fails) + record.text(first, arrays_.front()->name());
    }
    return whole_run_text(end);
  }

 private:
  Ending run(const std::vector<engine::ArrayDut*>& arrays, const lockstep::LockstepObserver& observer) {
    Ending end;
    try {
      lockstep::LockstepResult r =
          lockstep::run_lockstep(params_, program_, &*case_.operands, options_, arrays, observer);
      end.divergence = std::move(r.divergence);
      end.result = std::move(r.result);
    } catch (const lockstep::ArrayFailed& e) {
      end.failure = {e.array(), e.what()};
    } catch (const CheckError& e) {
      end.failure = {std::string(arrays.front()->name()), e.what()};
    }
    return end;
  }

  std::string failure_text(const std::pair<std::string, std::string>& failure) {
    std::vector<engine::ArrayDut*> others;
    Names names;
    for (engine::ArrayDut* array : arrays_) {
      if (array->name() != failure.first) {
        others.push_back(array);
        names.emplace_back(array->name());
      }
    }
    const Ending end = run(others, {});
    const bool agree = !end.failure && !end.divergence;
    return fmt::format("{} fails: {}\nwithout it, {} {}\n", failure.first, failure.second, list(names),
                       agree ? "run to the end and agree" : "disagree as well");
  }

  std::string divergence_text(const lockstep::Divergence& d, bool last_term_fails) const {
    return fmt::format("{}, first in cycle {}\n", verdict(groups(d)), d.cycle) + pin_table(d) +
           chain_text(params_, case_.gemm, reference_, d, last_term_fails);
  }

  std::string whole_run_text(const Ending& end) const {
    const auto difference =
        lockstep::first_difference(end.result, fast::run_fast(acc_, program_, &*case_.operands, options_));
    Names names;
    for (std::size_t i = 0; i + 1 < arrays_.size(); ++i) {
      names.emplace_back(arrays_[i]->name());
    }
    return difference ? fmt::format("fast disagrees with {}, which agree on every pin: {}\n", list(names), *difference)
                      : "all agree when the case runs alone: the failure depends on what ran before it\n";
  }

  const machine::Accelerator& acc_;
  engine::ArrayParams params_;
  const CosimCase& case_;
  mapping::Program program_;
  lockstep::ReferencePins reference_;
  std::vector<engine::ArrayDut*> arrays_;
  engine::RunOptions options_;
};

}  // namespace

std::string explain_mismatch(const machine::Accelerator& accelerator, const CosimCase& failing,
                             const std::vector<engine::ArrayDut*>& arrays, bool last_term_fails) {
  return Explanation(accelerator, failing, arrays).text(last_term_fails);
}

}  // namespace lmulsim::cosim
