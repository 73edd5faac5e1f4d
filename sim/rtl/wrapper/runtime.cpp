// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// What the Verilated runtime does when the hardware asserts, stops or fails: an exception that names the place, instead
// of the end of the process. Built into the runtime library that all models share.
#include <verilated.h>

#include <stdexcept>
#include <string>

void vl_finish(const char* filename, int linenum, const char* hier) {
  throw std::runtime_error(std::string("RTL: $finish in ") + hier + " (" + filename + ":" + std::to_string(linenum) +
                           ")");
}

void vl_stop(const char* filename, int linenum, const char* hier) {
  throw std::runtime_error(std::string("RTL: assertion failed in ") + hier + " (" + filename + ":" +
                           std::to_string(linenum) + ")");
}

void vl_fatal(const char* filename, int linenum, const char* hier, const char* msg) {
  throw std::runtime_error(std::string("RTL: ") + msg + " in " + hier + " (" + filename + ":" +
                           std::to_string(linenum) + ")");
}
