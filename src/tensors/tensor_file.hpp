// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tensors/stored_tensor.hpp"
#include "tensors/weight.hpp"
#include "util/file.hpp"

namespace lmulsim::tensors {

/// The named arrays of one model, in one mapped file or several. Opening reads the directory only; values are read when
/// a weight is first used. Cheap to copy; weights keep the mapping alive.
class TensorFile {
 public:
  using Files = std::vector<std::shared_ptr<const util::MappedFile>>;
  using Directory = std::map<std::string, StoredTensor, std::less<>>;

  /// `where` begins every message. The spans of `directory` point into `files`.
  TensorFile(std::string where, Files files, Directory directory);

  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] const Directory& directory() const { return *directory_; }
  [[nodiscard]] bool has(std::string_view name) const { return directory_->contains(name); }

  /// Throws InputError naming the tensor when it is missing, of another shape, or of a type that is not read.
  [[nodiscard]] Weight weight(std::string_view name, std::span<const std::int64_t> shape) const;

  /// Names of the tensors that weight() has not been asked for, by any copy of this object.
  [[nodiscard]] std::vector<std::string> unasked() const;

 private:
  std::string where_;
  std::shared_ptr<const Files> files_;
  std::shared_ptr<const Directory> directory_;
  std::shared_ptr<std::set<std::string, std::less<>>> asked_;
};

/// A safetensors file (see safetensors.hpp), or *.safetensors.index.json, whose "weight_map" names the files beside it
/// that hold each tensor. Element types that are not read (masks, indices) are passed over until they are asked for.
/// Throws InputError (file, tensor, expected, found).
[[nodiscard]] TensorFile open_safetensors(const std::filesystem::path& path);

}  // namespace lmulsim::tensors
