// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Multiplier and accumulator, without registers, are proved equal to a plain description (reference/) for all operands
// and all sums, subnormal, infinite and NaN ones among them. LMULSIM_PROOFS: proofs whose names contain the text, or
// `all` (some hundred, an hour or two), instead of those that take seconds.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "arith/accumulate.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "command.hpp"
#include "rtl/rtl_parameters.hpp"
#include "util/file.hpp"

namespace lmulsim::rtl_test {
namespace {

namespace fs = std::filesystem;

using arith::AccumulatorKind;
using arith::AccumulatorSpec;
using arith::Format;
using arith::MultiplierSpec;
using arith::Subnormals;

struct Mac {
  MultiplierSpec multiplier;
  Format a;
  Format b;
  AccumulatorSpec sums;
};

std::string name(const Mac& mac) {
  std::string text = fmt::format("{}_{}_{}_{}_{}", arith::multiplier_name(mac.multiplier), arith::info(mac.a).name,
                                 arith::info(mac.b).name, mac.multiplier.subnormals == Subnormals::daz ? "daz" : "kept",
                                 arith::hardware(mac.sums.kind).word);
  std::ranges::replace_if(
      text, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return text;
}

/// Those that together have every multiplier, format, kind of sum and subnormal policy, in seconds.
const std::set<std::string>& quick() {
  static const std::set<std::string> names{
      "lmul_e4m3_e4m3_daz_fp32",   "lmul_e5m2_e5m2_daz_bf16",       "lmul_fp16_fp16_daz_fixed",
      "lmul_bf16_bf16_daz_bf16",   "mitchell_e4m3_e5m2_kept_fixed", "exact_e4m3_e4m3_daz_bf16",
      "exact_e4m3_e4m3_daz_fp32",  "exact_e4m3_e4m3_kept_fixed",    "exact_e5m2_e5m2_kept_bf16",
      "exact_e5m2_e5m2_daz_fixed", "exact_cut_e4m3_e4m3_daz_fixed", "exact_cut_e5m2_e5m2_daz_bf16",
      "exact_int8_int8_kept_int32"};
  return names;
}

std::vector<AccumulatorSpec> sums_of(const MultiplierSpec& multiplier, Format a, Format b) {
  std::vector<AccumulatorSpec> sums;
  for (const AccumulatorKind kind : arith::built_accumulators(arith::Operands::floats)) {
    if (kind == AccumulatorKind::group) {
      continue;  // takes more than one product
    }
    if (kind != AccumulatorKind::fixed) {
      sums.push_back({.kind = kind});
    } else if (arith::info(a).exp_bits < 8 && arith::info(b).exp_bits < 8) {
      constexpr std::uint64_t kMaxK = 4096;
      sums.push_back(arith::fixed_layout(multiplier, a, b, kMaxK));
    }
  }
  return sums;
}

std::vector<Mac> all_macs() {
  std::vector<Mac> macs;
  const std::vector<Format> floats = arith::built_formats(arith::Operands::floats);
  for (const arith::MultiplierWord& row : arith::kMultiplierWords) {
    if (!arith::hardware(row.kind).rtl || row.has_number()) {
      continue;
    }
    for (const Format a : floats) {
      for (const Format b : floats) {
        for (const Subnormals subnormals : {Subnormals::daz, Subnormals::normalize}) {
          const MultiplierSpec multiplier{row.kind, row.offset, subnormals};
          for (const AccumulatorSpec& sums : sums_of(multiplier, a, b)) {
            macs.push_back({multiplier, a, b, sums});
          }
        }
      }
    }
  }
  macs.push_back({.multiplier = {}, .a = Format::int8, .b = Format::int8, .sums = {.kind = AccumulatorKind::int32}});
  return macs;
}

std::vector<Mac> selected() {
  const char* wanted = std::getenv("LMULSIM_PROOFS");
  const std::string text = wanted == nullptr ? "" : wanted;
  std::vector<Mac> macs = all_macs();
  std::erase_if(macs, [&](const Mac& mac) {
    const std::string n = name(mac);
    return text.empty() ? !quick().contains(n) : text != "all" && n.find(text) == std::string::npos;
  });
  return macs;
}

/// A folder for the files of one proof.
class Folder {
 public:
  Folder() : path_(fs::path(LMULSIM_BINARY_DIR) / fmt::format("proof-{}", getpid())) { fs::create_directories(path_); }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path file(const std::string& n) const { return path_ / n; }

 private:
  fs::path path_;
};

/// The cells below `mac`, and the plain descriptions.
std::string sources(const fs::path& rtl) {
  std::string all;
  std::ifstream files(rtl / "files.txt");
  for (std::string file; std::getline(files, file);) {
    const bool above = file.starts_with("array/") || file.starts_with("pe/pe_") || file.ends_with("_contract.sv");
    all += above ? "" : " " + (rtl / file).string();
  }
  for (const char* file : {"mac_cells", "reference_multiplier", "reference_sum", "reference_mac"}) {
    all += fmt::format(" {}/tests/rtl/reference/{}.sv", LMULSIM_SOURCE_DIR, file);
  }
  return all;
}

/// `module` with the parameters of the MAC as and-inverters. Empty, or what the tool says.
std::string elaborate(const Mac& mac, const fs::path& rtl, const std::string& module, const fs::path& aig) {
  const engine::ArrayParams params{.shape = {1, 1, machine::Dataflow::weight_stationary, 0, 1},
                                   .multiplier = mac.multiplier,
                                   .moving = mac.a,
                                   .top = mac.b,
                                   .accumulator = mac.sums};
  std::string set;
  for (const rtl::RtlParameter& p : rtl::pe_fields(params)) {
    const bool of_a_cell = p.name != "MulStages" && p.name != "AccLatency" && p.name != "Group" &&
                           p.name != "FractionBits" && !p.name.starts_with("Lookup");
    if (of_a_cell) {
      set += fmt::format(" -set {} 32'b{:032b}", p.name, static_cast<std::uint32_t>(p.value));
    }
  }
  const fs::path script = aig.string() + ".ys";
  std::ofstream(script) << fmt::format(
                               "read_verilog -sv -defer {0}\nchparam{1} $abstract\\{2}\nrename $abstract\\{2} {2}\n"
                               "hierarchy -top {2}\nproc\nflatten\nopt -full\nwreduce\nopt_clean\nalumacc\nopt\n"
                               "techmap\nopt -fast\naigmap\nopt_clean -purge\nwrite_aiger -symbols {3}\n",
                               sources(rtl), set, module, aig.string())
                        << std::flush;
  const Outcome out = run_command("yosys -q -s '" + script.string() + "'");
  return out.status == 0 ? "" : out.output;
}

constexpr int kProofSeconds = 120;

/// Products of significands of eight bits and more are hard to prove, whatever is behind them. Booth's recoding, which
/// makes them, is proved alone on every pair of such significands (booth_test.cpp).
bool may_stay_open(const Mac& mac) {
  constexpr int kHard = 7;  // mantissa bits
  const bool multiplies =
      mac.multiplier.kind == arith::MultiplierKind::exact || mac.multiplier.kind == arith::MultiplierKind::exact_cut;
  return multiplies && std::max(arith::info(mac.a).man_bits, arith::info(mac.b).man_bits) >= kHard;
}

/// What abc says of the two; nothing when it has not decided in time.
std::string compare(const Mac& mac, const fs::path& rtl) {
  const Folder folder;
  for (const char* module : {"mac_cells", "reference_mac"}) {
    if (std::string error = elaborate(mac, rtl, module, folder.file(module)); !error.empty()) {
      return error;
    }
  }
  return run_command(fmt::format("timeout {} yosys-abc -q '&cec {} {}'", kProofSeconds,
                                 folder.file("mac_cells").string(), folder.file("reference_mac").string()))
      .output;
}

constexpr const char* kEqual = "Networks are equivalent";
constexpr const char* kDiffers = "NOT EQUIVALENT";

TEST(Proof, MultiplierAndAccumulatorAreWhatThePlainDescriptionSays) {
  const std::vector<Mac> macs = selected();
  ASSERT_FALSE(macs.empty()) << "no proof has the text of LMULSIM_PROOFS in its name";
  std::size_t done = 0;
  for (const Mac& mac : macs) {
    const std::string out = compare(mac, fs::path(LMULSIM_SOURCE_DIR) / "rtl");
    if (macs.size() > quick().size()) {
      fmt::print(stderr, "proof {} of {}: {}{}\n", ++done, macs.size(), name(mac), out.empty() ? ": open" : "");
    }
    if (out.empty() && may_stay_open(mac)) {
      continue;
    }
    EXPECT_NE(out.find(kEqual), std::string::npos) << name(mac) << ": " << (out.empty() ? "not decided in time" : out);
  }
}

TEST(Proof, EveryQuickOneIsAMac) {
  const std::vector<Mac> macs = all_macs();
  for (const std::string& wanted : quick()) {
    EXPECT_TRUE(std::ranges::any_of(macs, [&](const Mac& mac) { return name(mac) == wanted; })) << wanted;
  }
}

/// A copy of the RTL with one text changed, and what abc says of it.
std::string compare_changed(const Mac& mac, const std::string& file, const std::string& text, const std::string& with) {
  const fs::path rtl = fs::path(LMULSIM_BINARY_DIR) / fmt::format("proof-rtl-{}", getpid());
  fs::copy(fs::path(LMULSIM_SOURCE_DIR) / "rtl", rtl, fs::copy_options::recursive);
  std::string source = util::read_file(rtl / file);
  const std::size_t place = source.find(text);
  EXPECT_NE(place, std::string::npos) << text;
  if (place != std::string::npos) {
    source.replace(place, text.size(), with);
  }
  std::ofstream(rtl / file) << source << std::flush;
  std::string out = compare(mac, rtl);
  fs::remove_all(rtl);
  return out;
}

const Mac kLmul{.multiplier = {.kind = arith::MultiplierKind::adder, .subnormals = Subnormals::daz},
                .a = Format::e4m3,
                .b = Format::e4m3,
                .sums = {.kind = AccumulatorKind::bf16}};

TEST(PlantedBug, AnOffsetLostInTheMultiplierIsNoEqual) {
  const std::string out = compare_changed(kLmul, "pe/mul_adder.sv", "{mag_b, 1'b1}", "{mag_b, 1'b0}");
  EXPECT_NE(out.find(kDiffers), std::string::npos) << out;
}

TEST(PlantedBug, AnAlignmentThatEndsEarlyInTheAccumulatorIsNoEqual) {
  const std::string out = compare_changed(kLmul, "pe/acc_float_add.sv", "if (distance[DiffBits-2:ShBits] != '0)",
                                          "if (distance[DiffBits-2:ShBits+1] != '0)");
  EXPECT_NE(out.find(kDiffers), std::string::npos) << out;
}

}  // namespace
}  // namespace lmulsim::rtl_test
