// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "tensors/tensor.hpp"

namespace lmulsim::tensors {

/// The safetensors format (huggingface/safetensors): 8 bytes of header length (little-endian), a JSON header of
/// {name: {dtype, shape, data_offsets}}, then the data, which the tensors fill without gaps or overlaps.
///
/// Element types: those of DType. Throws InputError naming the file and the tensor for anything else, and for lengths,
/// shapes or offsets that do not fit the file.
[[nodiscard]] Tensors read_safetensors(const std::filesystem::path& path);
[[nodiscard]] Tensors parse_safetensors(std::span<const std::byte> bytes, const std::string& where);

/// Writes the tensors in the order of their names; the data starts at a multiple of 8 bytes. Throws InputError when the
/// file cannot be written.
void write_safetensors(const std::filesystem::path& path, const Tensors& tensors);

}  // namespace lmulsim::tensors
