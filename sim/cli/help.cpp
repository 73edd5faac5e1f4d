// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli/known_names.hpp"

namespace lmulsim::cli {
namespace {

using enum NameKind;

struct CommandHelp {
  std::string_view command;  ///< "arith table"
  std::vector<std::string_view> examples;
  std::vector<NameKind> names;
};

const std::vector<CommandHelp>& helps() {
  static const std::vector<CommandHelp> all{
      {"run",
       {"run --accelerator lmul-e4m3-ws-32x32 --workload bert-base --seq 128",
        "run --accelerator lmul-e4m3-ws-32x32 --against exact-e4m3-ws-32x32 --workload llama-3.1-8b --layers 1",
        "run --accelerator int8-ws-128x128 --workload qwen2.5-7b --phase decode --batch 8 --context 4096 --out report",
        "run --accelerator lmul-e4m3-ws-16x16 --workload models/kjv-1m --seq 8 --layers 1 --engine systemc"},
       {accelerators, technologies, workloads, engines, dataflows}},
      {"gemm",
       {"gemm --accelerator lmul-e4m3-os-32x32 --m 100 --n 70 --k 50",
        "gemm --accelerator lmul-e4m3-ws-4x4 --m 5 --n 4 --k 6 --engine rtl --waves waves",
        "gemm --accelerator lmul-e4m3-ws-32x32 --m 64 --n 64 --k 64 --technology asap7 --clock auto --json",
        "gemm --accelerator lmul-e4m3-ws-32x32 --set pe.accumulator=bf16 --m 64 --n 64 --k 64"},
       {accelerators, technologies, engines, dataflows}},
      {"compare", {"compare report another-report", "compare lmul exact int8 --quality all.json --out designs"}, {}},
      {"cosim",
       {"cosim --random 200 --seed 7", "cosim --accelerator lmul-e4m3-ws-4x4 --random 20 --waves waves",
        "cosim --accelerator lmul-e4m3-ws-16x16 --workload models/kjv-1m --seq 4 --layers 1"},
       {accelerators, workloads, dataflows}},
      {"eval",
       {"eval --model models/kjv-1m --text models/kjv-1m/held_out.txt --tokens 500 --arithmetic lmul:e4m3",
        "eval --model models/kjv-1m --text models/kjv-1m/held_out.txt --sweep paper --out paper.json --html paper.html",
        "eval --model models/kjv-1m --text models/kjv-1m/held_out.txt --calibrate lmul:e4m3"},
       {multipliers, formats, accumulators, sweeps}},
      {"generate",
       {"generate --model models/kjv-1m --prompt \"And God said\" --tokens 40",
        "generate --model models/kjv-1m --prompt \"And God said\" --temperature 0.8 --seed 2 --arithmetic lmul:e4m3"},
       {multipliers, formats, accumulators}},
      {"trace",
       {"trace --workload gpt2 --seq 1024 --out gpt2.json", "trace --workload models/kjv-1m --seq 16 --out kjv.json"},
       {workloads}},
      {"characterize",
       {"characterize --library osu018 --accelerator lmul-e4m3-ws-32x32 --out osu018.json",
        "characterize --liberty my.lib --name mine --node-nm 45 --only multiplier/lmul --out mine.json",
        "characterize --list"},
       {libraries, accelerators}},
      {"explain", {"explain", "explain fp32_add", "explain dram. --technology asap7 --json"}, {technologies}},
      {"explore",
       {"explore pe-and-array --dry-run", "explore pe-and-array --store pe.sqlite",
        "explore first --store first.sqlite --jobs 2"},
       {designs}},
      {"pareto",
       {"pareto --store results.sqlite", "pareto --store results.sqlite --minimise energy_per_mac_pj --maximise tops",
        "pareto --store results.sqlite --limit \"area_um2 <= 2e6\" --group-by array.dataflow --all"},
       {}},
      {"results",
       {"results status --store results.sqlite", "results best --per pe --of tops_per_w --store results.sqlite",
        "results report --store results.sqlite --out results.html",
        "results publish --store results.sqlite --out published.sqlite", "results metrics"},
       {}},
      {"help", {"help", "help run", "help accelerator"}, {}},
      {"list", {"list", "list accelerators", "list workloads --json"}, {}},
      {"reproduce", {"reproduce", "reproduce --technology asap7 --out ladder"}, {technologies}},
      {"arith table",
       {"arith table --multiplier lmul --format e4m3 --out products.bin",
        "arith table --multiplier exact --format e4m3 --format-b e5m2 --product narrow --out codes.bin"},
       {multipliers, formats}},
      {"arith convert",
       {"arith convert --to e4m3 --in words.fp32 --out codes.bin",
        "arith convert --to e4m3 --rounding adder --multiplier lmul --operand b --in words.fp32 --out codes.bin"},
       {multipliers, formats}},
      {"arith dot",
       {"arith dot --multiplier lmul --format e4m3 --accumulator bf16 --a a.bin --b b.bin"},
       {multipliers, formats, accumulators}},
  };
  return all;
}

constexpr std::string_view kProgram = R"(Examples:
  lmulsim gemm --accelerator lmul-e4m3-os-32x32 --m 100 --n 70 --k 50
  lmulsim run --accelerator lmul-e4m3-ws-32x32 --workload bert-base --seq 128 --out report
  lmulsim list accelerators
  lmulsim COMMAND --help            options of a command, with examples and the names they know
  lmulsim help accelerator          the keys of accelerators, for files and for --set

Environment:
  LMULSIM_CACHE             folder of built models and finished rows (default: ~/.cache/lmulsim)
  LMULSIM_HOME              folder with configs, rtl and models, instead of the installation's or source tree's
  LMULSIM_CONFIGS           folder of configs instead of those in LMULSIM_HOME
  LMULSIM_RTL               folder of the RTL instead of that in LMULSIM_HOME
  LMULSIM_LIBERTY           folder of the known cell libraries that no package has
  LMULSIM_PROGRESS_SECONDS  between two lines of progress where there is no terminal (default: 10)

Exit codes: 0 success, 1 a result that does not hold, 2 bad input or usage, 3 stopped before the end, run again
to go on, 4 done but for points that crashed, took too long or too much memory)";

/// "label: name, name, ...", in lines of at most 100 columns.
std::string wrapped(std::string_view label, const std::vector<std::string>& names) {
  constexpr std::size_t kColumns = 100;
  std::string text = fmt::format("  {}:", label);
  std::size_t column = text.size();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string word = " " + names[i] + (i + 1 < names.size() ? "," : "");
    if (column + word.size() > kColumns) {
      text += "\n   ";
      column = 4;
    }
    text += word;
    column += word.size();
  }
  return text + "\n";
}

std::string footer_of(const CommandHelp& help) {
  std::string text = "Examples:\n";
  for (const std::string_view example : help.examples) {
    text += fmt::format("  lmulsim {}\n", example);
  }
  text += help.names.empty() ? "" : "\nNames ('lmulsim list'):\n";
  for (const NameKind kind : help.names) {
    text += wrapped(word_of(kind), known_names(kind));
  }
  text.pop_back();
  return text;
}

CLI::App& command_of(CLI::App& app, std::string_view path) {
  const std::size_t space = path.find(' ');
  CLI::App& command = *app.get_subcommand(std::string(path.substr(0, space)));
  return space == std::string_view::npos ? command : command_of(command, path.substr(space + 1));
}

}  // namespace

void add_help_texts(CLI::App& app) {
  app.footer(std::string(kProgram));
  for (const CommandHelp& help : helps()) {
    command_of(app, help.command).footer([&help] { return footer_of(help); });
  }
}

}  // namespace lmulsim::cli
