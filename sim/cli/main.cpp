// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/error_boundary.hpp"

int main(int argc, char** argv) {
  return lmulsim::cli::run_program(argc, argv);
}
