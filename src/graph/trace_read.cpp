// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "graph/trace.hpp"
#include "tensors/safetensors.hpp"
#include "util/error.hpp"
#include "util/json.hpp"
#include "util/nearest.hpp"

namespace lmulsim::graph {

namespace {

namespace json = boost::json;
using util::JsonReader;

constexpr std::int64_t kMaxSize = std::int64_t{1} << 48U;

constexpr auto kFormatNames = [] {
  std::array<std::string_view, arith::kFormats.size()> names{};
  std::ranges::transform(arith::kFormats, names.begin(), &arith::FormatInfo::name);
  return names;
}();

std::int64_t size_or(JsonReader& r, std::string_view key, std::int64_t otherwise, std::int64_t min = 1) {
  return r.optional_integer(key, min, kMaxSize).value_or(otherwise);
}

std::optional<arith::Format> optional_format(JsonReader& r, std::string_view key) {
  r.ignore(key);
  return r.has(key) ? std::optional(static_cast<arith::Format>(r.choice(key, kFormatNames))) : std::nullopt;
}

void read_gemm(JsonReader& r, Operator& op) {
  op.gemm = {r.integer("m", 1, kMaxSize), r.integer("n", 1, kMaxSize), r.integer("k", 1, kMaxSize)};
  op.count = size_or(r, "count", 1);
  op.b_shared = size_or(r, "b_shared", 1);
  r.ignore("b_source");
  if (r.has("b_source")) {
    op.b_source = r.choice("b_source", kOperandSourceNames);
  }
  op.bias = r.optional_boolean("bias").value_or(false);
  op.a_format = optional_format(r, "a_format");
  op.b_format = optional_format(r, "b_format");
  op.a_tensor = r.optional_string("a");
  op.b_tensor = r.optional_string("b");
  op.out_tensor = r.optional_string("out");
}

using Indices = std::map<std::string, int, std::less<>>;

void read_dependencies(JsonReader& r, Operator& op, const Indices& earlier) {
  const json::array* names = r.optional_array("depends_on");
  if (names == nullptr) {
    return;
  }
  for (const json::value& name : *names) {
    if (!name.is_string()) {
      r.fail("depends_on", fmt::format("expected names of operators, found {}", util::describe(name)));
    }
    const std::string word(name.get_string());
    const auto found = earlier.find(word);
    if (found == earlier.end()) {
      std::vector<std::string_view> known;
      std::ranges::transform(earlier, std::back_inserter(known),
                             [](const auto& e) -> std::string_view { return e.first; });
      r.fail("depends_on",
             fmt::format("expected an operator given before, found '{}'{}", word, util::did_you_mean(word, known)));
    }
    op.depends_on.push_back(found->second);
  }
}

Operator read_operator(JsonReader r, const Indices& earlier) {
  Operator op;
  op.name = r.string("name");
  op.kind = r.choice("kind", kOperatorKindNames);
  op.layer = static_cast<int>(r.optional_integer("layer", 0, 1 << 20).value_or(-1));
  if (op.kind == OperatorKind::gemm) {
    read_gemm(r, op);
  } else {
    op.elements = r.integer("elements", 1, kMaxSize);
    op.rows = size_or(r, "rows", 0, 0);
  }
  read_dependencies(r, op, earlier);
  r.ignore("_comment");
  r.finish();
  return op;
}

void read_operators(JsonReader& r, Workload& workload) {
  Indices earlier;
  for (const json::value& value : r.array("operators")) {
    const std::size_t index = workload.operators.size();
    Operator op = read_operator({value, r.place(fmt::format("operators[{}]", index))}, earlier);
    earlier.emplace(op.name, static_cast<int>(index));
    workload.operators.push_back(std::move(op));
  }
}

void read_assumptions(JsonReader& r, Workload& workload) {
  const json::array* sentences = r.optional_array("assumptions");
  for (const json::value& s : sentences != nullptr ? *sentences : json::array()) {
    if (!s.is_string()) {
      r.fail("assumptions", fmt::format("expected sentences, found {}", util::describe(s)));
    }
    workload.assumptions.emplace_back(s.get_string());
  }
}

/// Words of a tensor that are not fp32 say what format the operand has.
void adopt_formats(Workload& workload) {
  const auto adopt = [&](const std::optional<std::string>& name, std::optional<arith::Format>& format) {
    if (name && !format) {
      const tensors::DType dtype = workload.tensors.at(*name).dtype;
      format = dtype == tensors::DType::f32 ? std::nullopt : tensors::info(dtype).format;
    }
  };
  for (Operator& op : workload.operators) {
    adopt(op.a_tensor, op.a_format);
    adopt(op.b_tensor, op.b_format);
  }
}

}  // namespace

Workload read_trace(const std::filesystem::path& path) {
  const json::value document = util::parse_json_file(path);
  JsonReader r(document, path.string());
  const std::string schema = r.string("schema");
  if (schema != kTraceSchema) {
    r.fail("schema", fmt::format("expected '{}', found '{}'", kTraceSchema, schema));
  }
  Workload workload;
  workload.name = r.optional_string("name").value_or(path.stem().string());
  workload.source = r.optional_string("source").value_or(path.string());
  r.ignore("phase");
  workload.phase = r.has("phase") ? r.choice("phase", kPhaseNames) : Phase::prefill;
  workload.batch = size_or(r, "batch", 1);
  workload.seq = size_or(r, "seq", 0, 0);
  workload.context = size_or(r, "context", 0, 0);
  workload.parameters = size_or(r, "parameters", 0, 0);
  read_assumptions(r, workload);
  read_operators(r, workload);
  const auto tensors = r.optional_string("tensors");
  r.ignore("_comment");
  r.finish();
  if (tensors) {
    if (tensors->empty() || std::filesystem::path(*tensors).filename() != *tensors) {
      r.fail("tensors", fmt::format("expected the name of a file beside the trace, found '{}'", *tensors));
    }
    workload.tensors = tensors::read_safetensors(path.parent_path() / *tensors);
  }
  validate(workload, path.string());
  adopt_formats(workload);
  return workload;
}

}  // namespace lmulsim::graph
