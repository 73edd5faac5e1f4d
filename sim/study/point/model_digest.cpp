// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/point/model_digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "study/folder_digests.hpp"
#include "study/run_choice.hpp"
#include "util/sha256.hpp"

namespace lmulsim::study::point {
namespace {

using engine::Engine;

/// Folders, with those below them, that change no number.
struct Without {
  std::string_view folder;
  std::string_view reason;
};

constexpr std::array kOfAll{
    Without{"src/gates", "what it measures is in technology files, which have digests of their own"},
    Without{"src/quality", "what it measures is in tables, whose rows have digests of their own"},
    Without{"src/report", "writes what is already a number"},
    Without{"src/explore", "chooses points; a point's key has what was chosen"},
    Without{"src/store", "keeps what is already a number"},
    Without{"sim/cosim", "compares engines"},
    Without{"sim/lockstep", "compares engines"},
    Without{"sim/flow", "makes technology files"},
    Without{"sim/study/paper", "asks about results"},
    Without{"sim/study/sweep", "hands points out"},
    Without{"sim/cli", "reads options; a point's key has what they say"},
};
constexpr std::array kOfFast{
    Without{"sim/cycle", "another engine"},
    Without{"sim/systemc", "another engine"},
    Without{"sim/rtl", "another engine"},
    Without{"rtl", "another engine"},
};
constexpr std::array kOfSystemC{
    Without{"sim/fast", "another engine"},
    Without{"sim/rtl", "another engine"},
    Without{"rtl", "another engine"},
};
constexpr std::array kOfRtl{
    Without{"sim/fast", "another engine"},
    Without{"sim/cycle", "another engine"},
    Without{"sim/systemc", "another engine"},
};

bool is_within(std::string_view folder, std::string_view outer) {
  return folder == outer || (folder.starts_with(outer) && folder[outer.size()] == '/');
}

bool is_in(std::span<const Without> list, std::string_view folder) {
  return std::ranges::any_of(list, [&](const Without& row) { return is_within(folder, row.folder); });
}

std::span<const Without> of_engine(Engine engine) {
  switch (engine) {
    case Engine::fast:
      return kOfFast;
    case Engine::systemc:
    case Engine::systemc_pe:
      return kOfSystemC;
    case Engine::rtl:
      return kOfRtl;
  }
  return {};
}

}  // namespace

std::span<const FolderDigest> folder_digests() {
  return kFolderDigests;
}

bool counts(std::string_view folder, Engine engine) {
  return !is_in(kOfAll, folder) && !is_in(of_engine(engine), folder);
}

std::string model_digest(Engine engine, std::span<const FolderDigest> folders) {
  std::string text = fmt::format("engine {}\n", kEngineNames[engine]);
  for (const FolderDigest& row : folders) {
    if (counts(row.folder, engine)) {
      text += fmt::format("{} {}\n", row.folder, row.sha256);
    }
  }
  constexpr std::size_t kDigits = 32;
  return util::sha256(text).substr(0, kDigits);
}

}  // namespace lmulsim::study::point
