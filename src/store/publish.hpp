// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/journal.hpp"
#include "store/store.hpp"

namespace lmulsim::store {

/// Writes a copy without history to `target`, which becomes it or stays as it was: the same bytes for the same rows,
/// whatever the order in which they came. It opens anywhere, also where nothing can be written. Throws CheckError for a
/// row that does not hold, InputError when the copy cannot be written.
void publish(Store& store, const std::string& target);

struct Merged {
  std::int64_t stored = 0;
  std::int64_t same = 0;
  std::vector<std::string> conflicts{};  ///< runs of which the two stores say something else; the target's stay
};

/// Adds the rows of `source` to `target`. Idempotent; the order of several sources does not matter.
[[nodiscard]] Merged merge(Store& source, Store& target);

/// The same of a journal. Rows of its history are left out.
struct MergedJournal {
  Merged rows;
  JournalFacts facts;
};
[[nodiscard]] MergedJournal merge_journal(const std::string& path, Store& target);

struct Verified {
  std::int64_t rows = 0;
  std::vector<std::string> faults{};  ///< one line each
};

/// Looks at every row and at the file itself.
[[nodiscard]] Verified verify(Store& store);

struct Salvaged {
  std::int64_t copied = 0;
  std::int64_t lost = 0;                  ///< rows that were read and do not hold
  std::vector<std::string> broken_off{};  ///< tables that could not be read to their end
};

/// Copies every row that holds. `path` may be damaged; it is only read.
[[nodiscard]] Salvaged salvage(const std::string& path, Store& target);

}  // namespace lmulsim::store
