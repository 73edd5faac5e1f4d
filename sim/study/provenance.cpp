// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/provenance.hpp"

#include <cstdint>
#include <filesystem>
#include <system_error>

#include "arith/product_table.hpp"
#include "config/portable_path.hpp"
#include "study/version.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study {
namespace {

constexpr std::uintmax_t kLargestText = 65536;

result::ConfigRecord record(const char* role, const std::string& path) {
  const bool is_text = path.ends_with(".yaml") || path.ends_with(".json") || path.ends_with(".csv");
  std::error_code no_size;
  const bool is_short = std::filesystem::file_size(path, no_size) <= kLargestText;
  if (!is_text || !is_short) {
    return {role, config::portable_path(path), util::sha256_content(path), ""};
  }
  const std::string text = util::read_file(path);
  return {role, config::portable_path(path), util::sha256(text), text};
}

}  // namespace

result::Provenance provenance(const RunRequest& request) {
  result::Provenance out;
  out.version = kVersion;
  out.git_revision = kGitRevision;
  if (request.stall_percent > 0 || request.operands == OperandChoice::random ||
      request.engine != engine::Engine::fast) {
    out.seed = request.seed;
  }
  out.configs.push_back(record("accelerator", request.accelerator.source));
  if (const arith::ProductTable* table = request.accelerator.pe.multiplier.table; table != nullptr) {
    out.configs.push_back({"multiplier", config::portable_path(table->file()), table->sha256(), ""});
  }
  for (const std::string& file : request.technology.files) {
    out.configs.push_back(record("technology", file));
  }
  if (request.technology.sram) {
    out.configs.push_back(record("sram", request.technology.sram->file));
  }
  if (!request.workload_file.empty()) {
    out.configs.push_back(record("workload", request.workload_file));
  }
  out.tools = {{"compiler", kCompiler}};
  switch (request.engine) {
    case engine::Engine::fast:
      break;
    case engine::Engine::systemc:
    case engine::Engine::systemc_pe:
      out.tools.emplace_back("systemc", kSystemC);
      break;
    case engine::Engine::rtl:
      out.tools.emplace_back("verilator", kVerilator);
      break;
  }
  out.technology = request.technology.name;
  out.sram = request.technology.sram_name;
  out.dram = request.technology.dram.empty() ? cost::name(cost::Operation::dram_bit) : request.technology.dram;
  out.stall_percent = request.stall_percent;
  out.memory_model = "ideal: bytes counted, not timed";
  return out;
}

std::string version_text() {
  const std::string revision = kGitRevision;
  return std::string(kVersion) + (revision.empty() ? "" : " (" + revision + ")");
}

}  // namespace lmulsim::study
