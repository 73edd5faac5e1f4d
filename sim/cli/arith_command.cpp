// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <string>

#include "arith/names.hpp"
#include "arith/tool/arith_tool.hpp"
#include "arith/words.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "report/json_text.hpp"
#include "util/error.hpp"
#include "util/progress.hpp"

namespace lmulsim::cli {
namespace {

struct Words {
  std::string multiplier = "exact";
  std::string format = "e4m3";
  std::string format_b;    ///< empty: like format
  std::string subnormals;  ///< empty: the multiplier's default
  std::string product = "wide";
  std::string accumulator = "fp32";
  std::string rounding = "nearest";
  std::string overflow = "saturate";
  std::string operand = "a";
  std::string other;  ///< format of the other operand; empty: like the codes
  std::string a, b, in, out;
  bool given_of_adder = false;  ///< an option of the rounding adder
  std::size_t length = 0;       ///< of a row; 0: the whole file
  bool json = false;
};

arith::MultiplierSpec multiplier(const Words& w) {
  arith::MultiplierSpec spec = arith::parse_multiplier(w.multiplier, "--multiplier");
  if (!w.subnormals.empty()) {
    spec.subnormals = arith::parse_subnormals(w.subnormals, "--subnormals");
  }
  return spec;
}

arith::Format format_b(const Words& w) {
  return w.format_b.empty() ? arith::parse_format(w.format, "--format") : arith::parse_format(w.format_b, "--format-b");
}

void say(bool json, const boost::json::object& object, const std::string& text) {
  print(json ? report::pretty(object) : text + "\n");
}

void table(const Words& w) {
  if (w.product != "wide" && w.product != "narrow") {
    throw InputError(fmt::format("--product: expected wide or narrow, found '{}'", w.product));
  }
  const std::size_t entries = arith::arith_table({.multiplier = multiplier(w),
                                                  .format_a = arith::parse_format(w.format, "--format"),
                                                  .format_b = format_b(w),
                                                  .narrow = w.product == "narrow",
                                                  .out = w.out});
  say(w.json, {{"out", w.out}, {"entries", entries}}, fmt::format("{}: {} products", w.out, entries));
}

std::optional<arith::Format> other(const Words& w) {
  return w.other.empty() ? std::nullopt : std::optional(arith::parse_format(w.other, "--other"));
}

void convert(const Words& w) {
  const util::Progress progress("converting", 0);
  const arith::OperandRounding rounding = arith::parse_rounding(w.rounding, "--rounding");
  if (rounding != arith::OperandRounding::adder && w.given_of_adder) {
    throw InputError("--multiplier, --operand, --other: expected with --rounding adder, found --rounding " +
                     w.rounding);
  }
  const std::size_t codes = arith::arith_convert({.to = arith::parse_format(w.format, "--to"),
                                                  .rounding = rounding,
                                                  .overflow = arith::parse_overflow(w.overflow, "--overflow"),
                                                  .in = w.in,
                                                  .out = w.out,
                                                  .multiplier = arith::parse_multiplier(w.multiplier, "--multiplier"),
                                                  .operand = arith::parse_side(w.operand, "--operand"),
                                                  .other = other(w)});
  say(w.json, {{"out", w.out}, {"codes", codes}}, fmt::format("{}: {} codes", w.out, codes));
}

void dot_rows(const Words& w, const arith::DotOptions& options) {
  const arith::DotRowsResult r = arith::arith_dot_rows({.dot = options, .length = w.length, .out = w.out});
  say(w.json, {{"out", w.out}, {"rows", r.rows}, {"k", r.length}, {"flagged", r.flagged}},
      fmt::format("{}: {} sums of {} products, {} of them left the accumulator's range", w.out, r.rows, r.length,
                  r.flagged));
}

void dot(const Words& w) {
  const util::Progress progress("multiplying", 0);
  const arith::DotOptions options{.mac = {multiplier(w), arith::parse_accumulator(w.accumulator, "--accumulator")},
                                  .format_a = arith::parse_format(w.format, "--format"),
                                  .format_b = format_b(w),
                                  .a = w.a,
                                  .b = w.b};
  if (!w.out.empty()) {
    dot_rows(w, options);
    return;
  }
  if (w.length != 0) {
    throw InputError("--length: expected --out, the file of sums, with it");
  }
  const arith::DotResult r = arith::arith_dot(options);
  const std::string bits = fmt::format("0x{:08x}", r.fp32);
  const std::string word =
      r.word.hi != 0 ? fmt::format("0x{:x}{:016x}", r.word.hi, r.word.lo) : fmt::format("0x{:x}", r.word.lo);
  say(w.json, {{"k", r.k}, {"value", r.value}, {"fp32", bits}, {"accumulator_word", word}, {"flag", r.flag}},
      fmt::format("{} (fp32 {}, accumulator word {}, k = {}{})", r.value, bits, word, r.k,
                  r.flag ? ", the sum left its range" : ""));
}

void add_operands(CLI::App& command, Words& w) {
  command
      .add_option("--multiplier", w.multiplier, fmt::format("One of {}", fmt::join(arith::multiplier_words(), ", ")))
      ->capture_default_str();
  command.add_option("--format", w.format, "Format of the (first) operand")->capture_default_str();
  command.add_option("--format-b", w.format_b, "Format of the second operand, when it differs");
  command.add_option("--subnormals", w.subnormals,
                     "daz or normalize (default: daz for adders and cmean, else normalize)");
}

}  // namespace

void add_arith(CLI::App& app) {
  const auto w = std::make_shared<Words>();
  CLI::App& command = *app.add_subcommand("arith", "Products, conversions and dot products, bit by bit");
  command.require_subcommand(1);

  CLI::App& t =
      *command.add_subcommand("table", "Products of all pairs of codes, first operand slowest: fp32 words or codes");
  add_operands(t, *w);
  t.add_option("--product", w->product, "wide: fp32 words; narrow: codes of the first format")->capture_default_str();
  t.add_option("--out", w->out, "File to write")->required();
  t.add_flag("--json", w->json, "Print the summary as JSON");
  t.callback([w] { table(*w); });

  CLI::App& c = *command.add_subcommand("convert", "Little-endian fp32 words to codes");
  c.add_option("--to", w->format, "Format of the codes")->required();
  c.add_option("--rounding", w->rounding,
               "nearest, truncate, or adder: to the code that stands for the nearest value in a multiplier")
      ->capture_default_str();
  const std::array of_adder{
      c.add_option("--multiplier", w->multiplier, "With --rounding adder: lmul, mitchell, adder:D or cmean:T"),
      c.add_option("--operand", w->operand, "With --rounding adder: a, the moving operand, or b, the stationary one")
          ->capture_default_str(),
      c.add_option("--other", w->other, "With --rounding adder: format of the other operand, when it differs")};
  c.add_option("--overflow", w->overflow, "saturate or ocp")->capture_default_str();
  c.add_option("--in", w->in, "File of fp32 words")->required();
  c.add_option("--out", w->out, "File to write")->required();
  c.add_flag("--json", w->json, "Print the summary as JSON");
  c.callback([w, of_adder] {
    w->given_of_adder = std::ranges::any_of(of_adder, [](const CLI::Option* option) { return option->count() > 0; });
    convert(*w);
  });

  CLI::App& d = *command.add_subcommand("dot", "The dot product of two files of codes");
  add_operands(d, *w);
  d.add_option(
       "--accumulator", w->accumulator,
       fmt::format("One of {}; fixW.L has W bits, the last worth 2^L, and saturates (wraps with a w behind it); "
                   "groupG-F sums go into fp32, or with /fixW.L behind it there",
                   fmt::join(arith::accumulator_words(), ", ")))
      ->capture_default_str();
  d.add_option("--a", w->a, "File of codes")->required();
  d.add_option("--b", w->b, "File of codes")->required();
  d.add_option("--length", w->length,
               "Codes of a row: one sum for each row of the files (default: the files are one row). With --out")
      ->check(CLI::PositiveNumber);
  d.add_option("--out", w->out,
               "File to write: two little-endian 32-bit words a row, the sum (int32: its raw bits, else fp32 bits) and "
               "its sticky flag, 1 for a sum that left its range on the way");
  d.add_flag("--json", w->json, "Print the result as JSON");
  d.callback([w] { dot(*w); });
}

}  // namespace lmulsim::cli
