// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace lmulsim::util {

/// Calls work(i) for every i below `count` on `threads` threads, the caller's among them. The first exception stops
/// the others and is thrown here.
void for_each_index(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace lmulsim::util
