// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/quality_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "arith/spec.hpp"
#include "config/load.hpp"
#include "config/portable_path.hpp"
#include "quality/plan.hpp"
#include "quality/results.hpp"
#include "util/error.hpp"

namespace lmulsim::study {

namespace {

using arith::OperandRounding;
using quality::Arithmetic;
using quality::ResultRow;
using quality::Results;

/// How a row's operands are rounded; nothing for those cut to fewer bits than their format has.
std::optional<OperandRounding> rounding_of(const Arithmetic& x) {
  if (!x.mantissa_bits) {
    return x.rounding;
  }
  const int widest = std::max(arith::info(x.a).man_bits, arith::info(x.b).man_bits);
  return *x.mantissa_bits == widest ? std::optional(OperandRounding::truncate) : std::nullopt;
}

/// Whether the operands of a row are made as the accelerator's; with its scaling, where it says one.
bool are_made_so(const Arithmetic& x, const machine::OperandMaking& operands) {
  return rounding_of(x) == operands.rounding && (!operands.scaling || *operands.scaling == x.scaling);
}

/// The same products: an offset may be written out or be the paper's.
bool is_same(const arith::MultiplierSpec& one, const arith::MultiplierSpec& other, arith::Format a, arith::Format b) {
  return one.kind == other.kind && one.subnormals == other.subnormals && one.bits == other.bits &&
         one.table == other.table &&
         (!arith::takes_offset(one.kind) || arith::adder_offset(one, a, b) == arith::adder_offset(other, a, b));
}

/// Whether every product of a row is what the PE computes, on operands made as the accelerator's.
bool is_of(const ResultRow& row, const machine::Pe& pe, const machine::OperandMaking& operands) {
  const auto x = quality::Plan::parse(row.arithmetic).everywhere();
  if (!x || x->plain_fp32 || !are_made_so(*x, operands)) {
    return false;
  }
  // How wide `fixed` is does not matter: it holds every sum.
  const arith::AccumulatorSpec& own = x->mac.accumulator;
  const bool fixed = own.kind == arith::AccumulatorKind::fixed && pe.accumulator.kind == own.kind;
  return is_same(quality::mac_of(*x, 1).multiplier, pe.multiplier, x->a, x->b) && x->a == pe.activation_format &&
         x->b == pe.weight_format && (fixed || own == pe.accumulator);
}

std::string pe_text(const machine::Pe& pe, const machine::OperandMaking& operands) {
  const auto a = arith::info(pe.activation_format).name;
  const auto b = arith::info(pe.weight_format).name;
  const std::string scaling =
      operands.scaling ? fmt::format(", scaling {}", arith::scaling_name(*operands.scaling)) : "";
  const std::string rounding = operands.rounding == OperandRounding::nearest
                                   ? ""
                                   : fmt::format(", rounding {}", arith::rounding_name(operands.rounding));
  return fmt::format("{}:{}{},acc={} ({}{}{})", arith::multiplier_name(pe.multiplier), a,
                     a == b ? "" : fmt::format("x{}", b), arith::accumulator_name(pe.accumulator),
                     arith::subnormals_name(pe.multiplier.subnormals), scaling, rounding);
}

std::string names(const std::vector<const ResultRow*>& rows) {
  std::string out;
  for (const ResultRow* row : rows) {
    out += (out.empty() ? "'" : ", '") + row->name + "'";
  }
  return out;
}

bool has_usual_scaling(const ResultRow& row) {
  Arithmetic x = *quality::Plan::parse(row.arithmetic).everywhere();
  x.mantissa_bits.reset();
  x.rounding = OperandRounding::nearest;
  const std::string text = quality::arithmetic_name(x);
  return quality::parse_arithmetic(text.substr(0, text.find(",scale="))) == x;
}

const ResultRow& row_of_pe(const Results& results, const machine::Pe& pe, const machine::OperandMaking& operands,
                           const std::string& accelerator) {
  std::vector<const ResultRow*> fitting;
  std::vector<const ResultRow*> all;
  for (const ResultRow& row : results.rows) {
    all.push_back(&row);
    if (is_of(row, pe, operands)) {
      fitting.push_back(&row);
    }
  }
  if (fitting.empty()) {
    throw InputError(
        fmt::format("--quality: {}: expected a row of the PE of {}, {}; found {} (FILE#NAME takes one of them)",
                    results.file, accelerator, pe_text(pe, operands), names(all)));
  }
  const auto usual = std::ranges::find_if(fitting, [](const ResultRow* row) { return has_usual_scaling(*row); });
  if (usual == fitting.end() && fitting.size() > 1) {
    throw InputError(
        fmt::format("--quality: {}: expected one row of the PE of {}, {}; found {} (FILE#NAME takes one of them)",
                    results.file, accelerator, pe_text(pe, operands), names(fitting)));
  }
  return usual == fitting.end() ? *fitting.front() : **usual;
}

const ResultRow& row_named(const Results& results, const std::string& name) {
  std::vector<const ResultRow*> all;
  for (const ResultRow& row : results.rows) {
    if (row.name == name || row.arithmetic == name) {
      return row;
    }
    all.push_back(&row);
  }
  throw InputError(fmt::format("--quality: {}: expected a row '{}', found {}", results.file, name, names(all)));
}

result::Quality quality_of_row(const Results& results, const ResultRow& row, const machine::Pe& pe,
                               const machine::OperandMaking& operands) {
  const quality::Quality& q = row.quality;
  return {.arithmetic = row.arithmetic,
          .is_pe = is_of(row, pe, operands),
          .model = config::portable_path(results.model),
          .text = config::portable_path(results.text),
          .tokens = q.tokens,
          .perplexity = q.perplexity,
          .perplexity_error = q.perplexity_error,
          .ratio = q.ratio,
          .ratio_error = q.ratio_error,
          .agreement = q.agreement,
          .agreement_error = q.agreement_error,
          .change_rms = q.change_rms,
          .change_rms_error = q.change_rms_error,
          .file = config::portable_path(results.file),
          .sha256 = results.sha256,
          .model_sha256 = results.model_sha256,
          .chosen_on = config::portable_path(results.chosen_on),
          .chosen_where_judged = results.chosen_where_judged};
}

}  // namespace

result::Quality quality_of(const std::string& option, const machine::Pe& pe, const machine::OperandMaking& operands,
                           const std::string& accelerator) {
  const std::size_t hash = std::filesystem::exists(option) ? std::string::npos : option.rfind('#');
  const std::string table = option.substr(0, hash);
  const bool is_file = std::filesystem::exists(table) || table.find('.') != std::string::npos;
  const Results results = quality::read_results(is_file ? table : config::find_config("quality", ".json", table));
  const ResultRow& row = hash == std::string::npos ? row_of_pe(results, pe, operands, accelerator)
                                                   : row_named(results, option.substr(hash + 1));
  return quality_of_row(results, row, pe, operands);
}

result::Quality quality_of(const Results& results, const machine::Pe& pe, const machine::OperandMaking& operands,
                           const std::string& accelerator) {
  return quality_of_row(results, row_of_pe(results, pe, operands, accelerator), pe, operands);
}

void match_model(result::Quality& quality, const QualityWorkload& workload, bool anyway) {
  const bool shapes_only = workload.file.ends_with(".json") || workload.file.ends_with(".onnx");
  const bool known = !workload.sha256.empty() && !quality.model_sha256.empty();
  const bool same_files = known && workload.sha256 == quality.model_sha256;
  quality.of_workload = same_files || ((shapes_only || !known) && !workload.file.empty() &&
                                       result::model_name(quality.model) == workload.name);
  if (!quality.of_workload && !anyway) {
    throw InputError(fmt::format("--quality: {}: {}; --anyway puts it there and says so", quality.file,
                                 result::of_another_model(quality, workload.name)));
  }
}

}  // namespace lmulsim::study
