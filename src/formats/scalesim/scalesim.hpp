// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "graph/graph.hpp"

namespace lmulsim::formats::scalesim {

/// A SCALE-Sim topology: lines of convolutions (Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width,
/// Channels, Num Filter, Strides; or Stride Height, Stride Width) or products (Layer, M, N, K). The header names the
/// columns, in any order; without one, or with one in the usual order of which some names are not understood, the order
/// is that above. Separators may be commas, tabs or semicolons (util/csv.hpp). Lines that begin with '#' or "//", lines
/// without a number after the first layer, and words after the last column are passed over; `assumptions` says each.
///
/// A convolution becomes one product by im2col: M = output height * width, K = filter height * width * channels,
/// N = filters, with output = ceil((input - filter) / stride) + 1, as SCALE-Sim counts it. A layer whose name contains
/// "DP" is depthwise, as it is there: one product for every channel, K = filter height * width. The file says nothing
/// about dependencies: each layer waits for the one before.
///
/// A line with a single cell that is not a number is a title: layers after it are called "title/layer", and `section`,
/// when not empty, reads only the layers under that title. Layers that share a name get "#2", "#3", ...
///
/// Throws InputError "where:line: column: expected, found".
[[nodiscard]] graph::Workload read_scalesim(std::string_view text, const std::string& where,
                                            std::string_view section = {});

}  // namespace lmulsim::formats::scalesim
