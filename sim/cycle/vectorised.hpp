// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Plain loops that the compiler vectorises, one version per instruction set, chosen when the program starts. The
// sanitizers' run time is not up yet when that choice is made.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define LMULSIM_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LMULSIM_VECTORISED
#endif

/// Part of such a loop: it is compiled for the instruction set of the function that calls it.
#define LMULSIM_INLINE [[gnu::always_inline]] inline
