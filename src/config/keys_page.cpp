// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "config/keys_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/keys.hpp"

namespace lmulsim::config {
namespace {

constexpr std::string_view kBegin = R"(<!-- SPDX-FileCopyrightText: the lmulsim authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
# The accelerator

Printed by `lmulsim help accelerator --markdown`, from the table that reads the files.

An accelerator is a YAML file (`--accelerator FILE`) or the name of one in `configs/accelerators`:

```yaml
name: sample
array: {rows: 8, cols: 16, dataflow: ws}
pe:
  multiplier: lmul
  activation_format: e4m3
  weight_format: e4m3
  accumulator: fp32
memory: {activation_kib: 4, weight_kib: 2, accumulator_kib: 16}
clock_mhz: 500
```

`--set KEY=VALUE` puts a value in place of the file's, on every command that takes an accelerator.
KEY is a key below or a section (`array`, `pe`, ...), VALUE is YAML: `--set array.rows=8`,
`--set 'array={rows: 8, cols: 4}'`. Several apply in their order; of one key the last counts.
`--rows`, `--cols`, `--dataflow` and `--clock` are short forms; a key that one of them sets is set by
nothing else. An unknown key is an error, in files and here.

## Keys

| key | values | unit | without it | what it is |
|---|---|---|---|---|
)";

constexpr std::string_view kReports = R"(
## Only in reports

The `accelerator` of a report has the keys above, resolved (the clock as `clock_mhz`), and these:

| key | unit | what it is |
|---|---|---|
)";

std::string values_of(const Key& key) {
  if (key.words != nullptr) {
    return key.words();
  }
  return key.range ? fmt::format("{} to {}", key.range->low, key.range->high) : "";
}

std::string without(const Key& key) {
  if (!key.otherwise.empty()) {
    return std::string(key.otherwise);
  }
  if (key.usual != nullptr) {
    return key.usual();
  }
  return key.fallback ? fmt::format("{}", *key.fallback) : "required";
}

}  // namespace

std::string keys_text() {
  std::string text;
  for (const Key& key : accelerator_keys()) {
    if (key.is_written()) {
      text += fmt::format("{}: {}{}{}; without it: {}\n    {}\n", key.name, values_of(key), key.unit.empty() ? "" : " ",
                          key.unit, without(key), key.about);
    }
  }
  return text;
}

std::string keys_page() {
  std::string page(kBegin);
  std::string reports;
  for (const Key& key : accelerator_keys()) {
    if (key.is_written()) {
      page +=
          fmt::format("| `{}` | {} | {} | {} | {} |\n", key.name, values_of(key), key.unit, without(key), key.about);
    } else {
      reports += fmt::format("| `{}` | {} | {} |\n", key.name, key.unit, key.about);
    }
  }
  return page + std::string(kReports) + reports;
}

}  // namespace lmulsim::config
