// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "graph/trace.hpp"
#include "tensors/safetensors.hpp"
#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::graph {

namespace {

namespace json = boost::json;

void put_gemm(json::object& out, const Operator& op) {
  out["m"] = op.gemm.m;
  out["n"] = op.gemm.n;
  out["k"] = op.gemm.k;
  out["count"] = op.count;
  if (op.b_shared != 1) {
    out["b_shared"] = op.b_shared;
  }
  out["b_source"] = kOperandSourceNames[op.b_source];
  if (op.bias) {
    out["bias"] = true;
  }
  const auto put_format = [&](const char* key, std::optional<arith::Format> format) {
    if (format) {
      out[key] = arith::info(*format).name;
    }
  };
  put_format("a_format", op.a_format);
  put_format("b_format", op.b_format);
  const auto put_tensor = [&](const char* key, const std::optional<std::string>& tensor) {
    if (tensor) {
      out[key] = *tensor;
    }
  };
  put_tensor("a", op.a_tensor);
  put_tensor("b", op.b_tensor);
  put_tensor("out", op.out_tensor);
}

json::object operator_json(const Workload& workload, const Operator& op) {
  json::object out{{"name", op.name}, {"kind", name_of(op.kind)}};
  if (op.layer >= 0) {
    out["layer"] = op.layer;
  }
  if (op.kind == OperatorKind::gemm) {
    put_gemm(out, op);
  } else {
    out["elements"] = op.elements;
    if (op.rows > 0) {
      out["rows"] = op.rows;
    }
  }
  json::array depends;
  for (const int d : op.depends_on) {
    depends.emplace_back(workload.operators[static_cast<std::size_t>(d)].name);
  }
  out["depends_on"] = std::move(depends);
  return out;
}

/// One operator per line: files that people read, search and compare.
void write_text(util::AtomicFile& file, const json::object& trace) {
  std::string_view separator = "{\n";
  for (const auto& member : trace) {
    file.write(fmt::format("{}  {}: ", separator, json::serialize(member.key())));
    separator = ",\n";
    if (member.key() != "operators") {
      file.write(json::serialize(member.value()));
      continue;
    }
    std::string_view inner = "[\n";
    for (const json::value& op : member.value().get_array()) {
      file.write(fmt::format("{}    {}", inner, json::serialize(op)));
      inner = ",\n";
    }
    file.write("\n  ]");
  }
  file.write("\n}\n");
}

}  // namespace

json::object trace_json(const Workload& workload, const std::string& tensors_file) {
  json::object out{{"schema", kTraceSchema},
                   {"name", workload.name},
                   {"source", workload.source},
                   {"phase", kPhaseNames[workload.phase]},
                   {"batch", workload.batch},
                   {"seq", workload.seq},
                   {"context", workload.context},
                   {"parameters", workload.parameters},
                   {"assumptions", json::array(workload.assumptions.begin(), workload.assumptions.end())}};
  if (!tensors_file.empty()) {
    out["tensors"] = tensors_file;
  }
  json::array operators;
  for (const Operator& op : workload.operators) {
    operators.emplace_back(operator_json(workload, op));
  }
  out["operators"] = std::move(operators);
  return out;
}

void write_trace(const std::filesystem::path& path, const Workload& workload) {
  const auto beside = std::filesystem::path(path).replace_extension(".safetensors");
  const bool with_tensors = !workload.tensors.empty();
  if (with_tensors && beside == path) {
    throw InputError(fmt::format("{}: expected a trace name other than .safetensors", path.string()));
  }
  util::AtomicFile file(path);
  write_text(file, trace_json(workload, with_tensors ? beside.filename().string() : ""));
  if (with_tensors) {
    tensors::write_safetensors(beside, workload.tensors);
  }
  try {
    file.commit();
  } catch (const InputError&) {
    std::error_code ignored;
    std::filesystem::remove(with_tensors ? beside : std::filesystem::path(), ignored);
    throw;
  }
}

}  // namespace lmulsim::graph
