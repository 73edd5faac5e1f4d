// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Samples of a space, each of which follows from its number alone: further ones leave the earlier as they are, and
// parts of a sweep need not talk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "explore/space.hpp"

namespace lmulsim::explore {

/// Values of every gene, drawn independently. `attempt` tells draws for the same sample apart.
[[nodiscard]] std::vector<std::size_t> random_digits(const std::vector<Gene>& genes, std::uint64_t seed,
                                                     std::uint64_t sample, std::uint64_t attempt);

/// The same of Sobol's sequence (Joe and Kuo's directions, Boost.Random), shifted by bits that follow from the seed.
[[nodiscard]] std::vector<std::size_t> sobol_digits(const std::vector<Gene>& genes, std::uint64_t seed,
                                                    std::uint64_t sample);

}  // namespace lmulsim::explore
