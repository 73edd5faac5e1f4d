// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The cycles of one product on a shipped accelerator: example ACCELERATOR M N K
#include <cstdlib>
#include <exception>
#include <iostream>

#include "config/load.hpp"
#include "fast/fast_engine.hpp"
#include "mapping/loops.hpp"
#include "mapping/program.hpp"

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: example ACCELERATOR M N K\n";
    return 2;
  }
  try {
    const auto accelerator = lmulsim::config::load_accelerator(argv[1]);
    const lmulsim::graph::Gemm gemm{std::atol(argv[2]), std::atol(argv[3]), std::atol(argv[4])};
    const auto loops = lmulsim::mapping::choose_loops(accelerator, gemm);
    const lmulsim::mapping::Program program(accelerator.shape(), gemm, 1, loops);
    std::cout << lmulsim::fast::run_fast(accelerator, program, nullptr, {}).cycles << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
