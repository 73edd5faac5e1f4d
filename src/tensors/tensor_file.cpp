// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "tensors/tensor_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "util/error.hpp"

namespace lmulsim::tensors {

TensorFile::TensorFile(std::string where, Files files, Directory directory)
    : where_(std::move(where)),
      files_(std::make_shared<const Files>(std::move(files))),
      directory_(std::make_shared<const Directory>(std::move(directory))),
      asked_(std::make_shared<std::set<std::string, std::less<>>>()) {}

std::vector<std::string> TensorFile::unasked() const {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : *directory_) {
    if (!asked_->contains(name)) {
      names.push_back(name);
    }
  }
  return names;
}

Weight TensorFile::weight(std::string_view name, std::span<const std::int64_t> shape) const {
  const auto found = directory_->find(name);
  if (found == directory_->end()) {
    throw InputError(
        fmt::format("{}: tensor '{}': expected one of shape [{}], found none", where_, name, fmt::join(shape, ", ")));
  }
  asked_->emplace(name);
  const StoredTensor& tensor = found->second;
  if (!std::ranges::equal(tensor.shape, shape)) {
    throw InputError(fmt::format("{}: tensor '{}': expected the shape [{}], found [{}]", where_, name,
                                 fmt::join(shape, ", "), fmt::join(tensor.shape, ", ")));
  }
  if (tensor.type == StoredType::other) {
    throw InputError(
        fmt::format("{}: tensor '{}': expected values in F32, F16, BF16, F8_E4M3, F8_E5M2 or Q8_0, found {}", where_,
                    name, tensor.type_name));
  }
  return {fmt::format("{}: tensor '{}'", where_, name), tensor, files_};
}

}  // namespace lmulsim::tensors
