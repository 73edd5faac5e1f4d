// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <string_view>

#include "report/csv_cell.hpp"
#include "report/writers.hpp"
#include "result/roofline.hpp"

namespace lmulsim::report {
namespace {

std::string optional_count(const std::optional<std::int64_t>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string optional_number(const std::optional<double>& value, double unit = 1) {
  return value ? fmt::format("{}", *value / unit) : "";
}

struct Row {
  const result::OperatorReport& op;
  result::Roofline bound;
};

/// Which operators have the cell; it is empty for the others.
enum class Of : std::uint8_t { all, timed, untimed };

struct Column {
  std::string_view name;
  Of of;
  std::string (*cell)(const Row&);
};

template <class T>
std::string text(const T& value) {
  return fmt::format("{}", value);
}

template <auto member>
constexpr Column count() {
  return {machine::count_of(member).name, Of::timed, [](const Row& r) { return text(r.op.activity.*member); }};
}

using machine::Activity;

constexpr std::array kColumns{
    Column{"name", Of::all, [](const Row& r) { return csv_cell(r.op.name); }},
    Column{"kind", Of::all, [](const Row& r) { return csv_cell(r.op.kind); }},
    Column{"layer", Of::all, [](const Row& r) { return text(r.op.layer); }},
    Column{"count", Of::timed, [](const Row& r) { return text(r.op.count); }},
    Column{"m", Of::timed, [](const Row& r) { return text(r.op.gemm->m); }},
    Column{"n", Of::timed, [](const Row& r) { return text(r.op.gemm->n); }},
    Column{"k", Of::timed, [](const Row& r) { return text(r.op.gemm->k); }},
    Column{"elements", Of::untimed, [](const Row& r) { return text(r.op.elements); }},
    Column{"start_cycle", Of::timed, [](const Row& r) { return text(r.op.start_cycle); }},
    Column{"cycles", Of::timed, [](const Row& r) { return text(r.op.cycles); }},
    Column{"closed_form", Of::timed, [](const Row& r) { return optional_count(r.op.closed_form); }},
    Column{"scalesim_compatible", Of::timed, [](const Row& r) { return optional_count(r.op.scalesim_compatible); }},
    count<&Activity::busy_cycles>(),
    count<&Activity::stall_cycles>(),
    count<&Activity::idle_cycles>(),
    count<&Activity::macs_useful>(),
    count<&Activity::macs_issued>(),
    Column{"utilization", Of::timed, [](const Row& r) { return text(r.op.utilization); }},
    Column{"energy_pj", Of::timed,
           [](const Row& r) { return r.op.energy_pj ? text(r.op.energy_pj->total.value) : std::string(); }},
    count<&Activity::dram_read_bytes>(),
    count<&Activity::dram_write_bytes>(),
    Column{"needed_gb_per_s", Of::timed,
           [](const Row& r) { return optional_number(r.bound.needed_bytes_per_s(), result::kBytesPerGb); }},
    Column{"macs_per_byte", Of::timed, [](const Row& r) { return optional_number(r.bound.macs_per_byte()); }},
    Column{"memory_time_s", Of::timed, [](const Row& r) { return optional_number(r.bound.memory_s); }},
    Column{"roofline_time_s", Of::timed, [](const Row& r) { return text(r.bound.time_s()); }},
    Column{"bound", Of::timed, [](const Row& r) { return result::bound_name(r.bound); }},
    Column{"note", Of::untimed, [](const Row&) { return std::string(result::kNotTimed); }},
};

/// One line: what `cell` makes of every column.
template <class Cell>
std::string line(Cell cell) {
  std::string out;
  for (const Column& column : kColumns) {
    out += (&column == kColumns.data() ? "" : ",") + cell(column);
  }
  return out + "\n";
}

}  // namespace

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c == '"' ? "\"\"" : std::string(1, c);
  }
  return out + "\"";
}

std::string to_csv(const result::RunReport& report) {
  std::string out = line([](const Column& column) { return std::string(column.name); });
  for (const result::OperatorReport& op : report.operators) {
    const Row row{op, op.timed() ? result::roofline(report, op) : result::Roofline{}};
    out += line([&](const Column& column) {
      const bool has = column.of == Of::all || (column.of == Of::timed) == op.timed();
      return has ? column.cell(row) : std::string();
    });
  }
  return out;
}

}  // namespace lmulsim::report
