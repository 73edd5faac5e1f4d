// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <systemc>

// libsystemc refers to sc_main() even when the program has a main() of its own. Never called; weak, so that a program
// with one of its own keeps it.
[[gnu::weak]] int sc_main(int /*argc*/, char** /*argv*/) {
  return 0;
}
