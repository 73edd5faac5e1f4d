// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/case_file.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <limits>
#include <utility>

#include "config/accelerator_file.hpp"
#include "config/accelerator_json.hpp"
#include "config/resolve.hpp"
#include "util/enum_names.hpp"
#include "util/error.hpp"
#include "util/json.hpp"

namespace lmulsim::cosim {

namespace json = boost::json;

namespace {

constexpr std::string_view kSchema = "lmulsim-cosim-case/2";
constexpr auto kAgainst = util::enum_names<Against>("systemc", "fast");
constexpr std::int64_t kMostCodes = 65536;
constexpr std::int64_t kLargestSide = std::int64_t{1} << 24;
constexpr std::int64_t kMostOperands = std::int64_t{1} << 28;

json::array codes_json(const std::vector<std::uint16_t>& codes) {
  json::array out;
  out.reserve(codes.size());
  for (const std::uint16_t code : codes) {
    out.emplace_back(std::int64_t{code});
  }
  return out;
}

json::object operands_json(const CaseFile& file) {
  const CosimCase& c = file.product;
  const std::int64_t codes = c.count * c.gemm.k * (c.gemm.m + c.gemm.n);
  if (!c.operands && codes > kMostCodes) {
    return {{"mix", kMixNames[c.mix]}, {"seed", c.operand_seed}};
  }
  const engine::Operands operands = case_operands(file.accelerator, c);
  return {{"a", codes_json(operands.a)}, {"b", codes_json(operands.b)}};
}

// A YAML reader takes JSON: an accelerator is an accelerator, wherever it stands.
machine::Accelerator read_accelerator(util::JsonReader& top, const std::string& where) {
  const json::value* value = top.find("accelerator");
  if (value == nullptr || !value->is_object()) {
    top.fail("accelerator", "expected an object with the keys of an accelerator file");
  }
  return config::resolve(config::parse_accelerator(json::serialize(*value), where));
}

void read_program(util::JsonReader program, CosimCase& c) {
  c.gemm = {program.integer("m", 1, kLargestSide), program.integer("n", 1, kLargestSide),
            program.integer("k", 1, kLargestSide)};
  c.count = program.integer("count", 1, kLargestSide);
  c.loops = {program.integer("stream_block", 1, kLargestSide), program.integer("col_group", 1, kLargestSide)};
  program.finish();
}

void read_stalls(util::JsonReader stalls, CosimCase& c) {
  const auto percent = [&](const char* key) { return static_cast<int>(stalls.integer(key, 0, 95)); };
  c.stalls = {.seed = static_cast<std::uint64_t>(stalls.integer("seed", 0)),
              .moving_percent = percent("moving_percent"),
              .stationary_percent = percent("stationary_percent"),
              .psum_percent = percent("psum_percent"),
              .result_percent = percent("result_percent")};
  stalls.finish();
}

std::vector<std::uint16_t> read_codes(util::JsonReader& operands, const char* key, std::int64_t count,
                                      arith::Format format) {
  const json::array& array = operands.array(key);
  if (static_cast<std::int64_t>(array.size()) != count) {
    operands.fail(key, fmt::format("expected {} codes, found {}", count, array.size()));
  }
  const arith::FormatInfo& f = arith::info(format);
  const auto largest = static_cast<std::int64_t>(f.mag_mask() | f.sign_mask());
  std::vector<std::uint16_t> codes;
  codes.reserve(array.size());
  for (const json::value& value : array) {
    if (!value.is_int64() || value.as_int64() < 0 || value.as_int64() > largest) {
      operands.fail(key, fmt::format("code {}: expected a code of {} (0 to {}), found {}", codes.size(), f.name,
                                     largest, util::describe(value)));
    }
    codes.push_back(static_cast<std::uint16_t>(value.as_int64()));
  }
  return codes;
}

void read_operands(util::JsonReader operands, const machine::Pe& pe, CosimCase& c) {
  if (operands.has("mix")) {
    c.mix = operands.choice("mix", kMixNames);
    c.operand_seed = static_cast<std::uint64_t>(operands.integer("seed", 0));
  } else {
    engine::Operands given;
    given.a = read_codes(operands, "a", c.count * c.gemm.m * c.gemm.k, pe.activation_format);
    given.b = read_codes(operands, "b", c.count * c.gemm.k * c.gemm.n, pe.weight_format);
    c.operands = std::move(given);
  }
  operands.finish();
}

void check_size(const util::JsonReader& top, const CosimCase& c) {
  const double codes =
      static_cast<double>(c.count) * static_cast<double>(c.gemm.k) * static_cast<double>(c.gemm.m + c.gemm.n);
  const double results = static_cast<double>(c.count) * static_cast<double>(c.gemm.m) * static_cast<double>(c.gemm.n);
  if (codes > static_cast<double>(kMostOperands) || results > static_cast<double>(kMostOperands)) {
    top.fail("program", fmt::format("expected at most {} operands and results, found {:.0f} and {:.0f}", kMostOperands,
                                    codes, results));
  }
}

}  // namespace

std::string case_text(const CaseFile& file) {
  const CosimCase& c = file.product;
  const json::object out{{"schema", kSchema},
                         {"accelerator", config::to_file_json(file.accelerator)},
                         {"program",
                          {{"m", c.gemm.m},
                           {"n", c.gemm.n},
                           {"k", c.gemm.k},
                           {"count", c.count},
                           {"stream_block", c.loops.stream_block},
                           {"col_group", c.loops.col_group}}},
                         {"stalls",
                          {{"seed", c.stalls.seed},
                           {"moving_percent", c.stalls.moving_percent},
                           {"stationary_percent", c.stalls.stationary_percent},
                           {"psum_percent", c.stalls.psum_percent},
                           {"result_percent", c.stalls.result_percent}}},
                         {"operands", operands_json(file)},
                         {"against", kAgainst[file.against]},
                         {"rtl_seed", file.rtl_seed}};
  return json::serialize(out) + "\n";
}

CaseFile read_case(const std::filesystem::path& path) {
  const json::value value = util::parse_json_file(path);
  util::JsonReader top(value, path.string());
  if (const std::string schema = top.string("schema"); schema != kSchema) {
    top.fail("schema", fmt::format("expected '{}', found '{}'", kSchema, schema));
  }
  CaseFile file;
  file.accelerator = read_accelerator(top, path.string() + ": accelerator");
  read_program(top.object("program"), file.product);
  check_size(top, file.product);
  read_stalls(top.object("stalls"), file.product);
  read_operands(top.object("operands"), file.accelerator.pe, file.product);
  file.against = top.choice("against", kAgainst);
  file.rtl_seed = static_cast<std::uint32_t>(top.integer("rtl_seed", 0, std::numeric_limits<std::int32_t>::max()));
  top.finish();
  return file;
}

}  // namespace lmulsim::cosim
