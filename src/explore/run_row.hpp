// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "util/enum_names.hpp"

namespace lmulsim::explore {

/// What became of a point. The last three are facts about a machine, not about the design.
enum class Outcome : std::uint8_t { ok, unbuildable, check_failed, crashed, timeout, memory };
inline constexpr auto kOutcomeNames =
    util::enum_names<Outcome>("ok", "unbuildable", "check_failed", "crashed", "timeout", "memory");

/// Whether the outcome belongs to the design, so that nobody tries again.
[[nodiscard]] constexpr bool is_final(Outcome outcome) {
  return outcome == Outcome::ok || outcome == Outcome::unbuildable || outcome == Outcome::check_failed;
}

/// What a run of one design measured. Numbers that there are not (unbuildable, no tokens, no quality, not finite) are
/// absent. Units are in the names.
struct RunRow {
  using Integer = std::optional<std::int64_t>;
  using Real = std::optional<double>;

  std::string id;      ///< 32 hexadecimal digits: of everything that can change a number
  std::string design;  ///< of the resolved accelerator and the workload alone
  std::string fidelity;
  std::string model;    ///< digest of the sources of the simulator
  std::string key;      ///< the ingredients of the id, one "name value" a line
  std::string outcome;  ///< a word of kOutcomeNames that is_final()
  std::string message;
  Integer cycles, macs, tokens, dram_bytes;
  Real utilization, time_s;
  Real energy_pj_low, energy_pj, energy_pj_high;
  Real area_um2_low, area_um2, area_um2_high;
  Real power_w_low, power_w, power_w_high;
  Real perplexity, perplexity_error, perplexity_ratio, perplexity_ratio_error, nll_rms, agreement, agreement_error;
  std::string parts = "{}";  ///< JSON: energy and area by part, [low, value, high, entries]; whose quality it is
  std::string output_sha256;

  friend bool operator==(const RunRow&, const RunRow&) = default;
};

using RunMember = std::variant<std::string RunRow::*, RunRow::Integer RunRow::*, RunRow::Real RunRow::*>;

struct RunColumn {
  std::string_view name;
  RunMember member;
};

/// Every member of a row, in the order of the store's columns.
inline constexpr std::array kRunColumns{
    RunColumn{"id", &RunRow::id},
    RunColumn{"design", &RunRow::design},
    RunColumn{"fidelity", &RunRow::fidelity},
    RunColumn{"model", &RunRow::model},
    RunColumn{"key", &RunRow::key},
    RunColumn{"outcome", &RunRow::outcome},
    RunColumn{"message", &RunRow::message},
    RunColumn{"cycles", &RunRow::cycles},
    RunColumn{"macs", &RunRow::macs},
    RunColumn{"tokens", &RunRow::tokens},
    RunColumn{"dram_bytes", &RunRow::dram_bytes},
    RunColumn{"utilization", &RunRow::utilization},
    RunColumn{"time_s", &RunRow::time_s},
    RunColumn{"energy_pj_low", &RunRow::energy_pj_low},
    RunColumn{"energy_pj", &RunRow::energy_pj},
    RunColumn{"energy_pj_high", &RunRow::energy_pj_high},
    RunColumn{"area_um2_low", &RunRow::area_um2_low},
    RunColumn{"area_um2", &RunRow::area_um2},
    RunColumn{"area_um2_high", &RunRow::area_um2_high},
    RunColumn{"power_w_low", &RunRow::power_w_low},
    RunColumn{"power_w", &RunRow::power_w},
    RunColumn{"power_w_high", &RunRow::power_w_high},
    RunColumn{"perplexity", &RunRow::perplexity},
    RunColumn{"perplexity_error", &RunRow::perplexity_error},
    RunColumn{"perplexity_ratio", &RunRow::perplexity_ratio},
    RunColumn{"perplexity_ratio_error", &RunRow::perplexity_ratio_error},
    RunColumn{"nll_rms", &RunRow::nll_rms},
    RunColumn{"agreement", &RunRow::agreement},
    RunColumn{"agreement_error", &RunRow::agreement_error},
    RunColumn{"parts", &RunRow::parts},
    RunColumn{"output_sha256", &RunRow::output_sha256},
};
static_assert(sizeof(RunRow) == 9 * sizeof(std::string) + 4 * sizeof(RunRow::Integer) + 18 * sizeof(RunRow::Real),
              "a member without a column");
static_assert(kRunColumns.size() == 9 + 4 + 18);

/// One line of JSON, the same bytes for equal rows on every machine. Reals have the fewest digits that read back.
[[nodiscard]] std::string canonical_json(const RunRow& row);

/// A row as bytes for a pipe, and back. Throws InputError for bytes that encode() did not write.
[[nodiscard]] std::string encode(const RunRow& row);
[[nodiscard]] RunRow decode(std::string_view bytes);

/// A real as canonical_json() writes it.
[[nodiscard]] std::string real_text(double value);
/// A text as JSON.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace lmulsim::explore
