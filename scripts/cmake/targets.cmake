# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# One helper per repeated kind of target.

# Flags every target of this project is built with. FMA contraction is off: which operations fuse is part of the numeric
# contract and is written out where it happens.
add_library(lmulsim_flags INTERFACE)
target_compile_features(lmulsim_flags INTERFACE cxx_std_20)
target_compile_options(lmulsim_flags INTERFACE $<BUILD_INTERFACE:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow;-Werror;-ffp-contract=off>)
# GCC 12 reports overlapping copies inside std::string that do not exist (its bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(lmulsim_flags INTERFACE $<BUILD_INTERFACE:-Wno-restrict>)
endif()
if(LMULSIM_SANITIZE)
  # With sanitizers GCC 12 takes members of std::regex for uninitialised.
  target_compile_options(lmulsim_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                                 -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(lmulsim_flags INTERFACE -fsanitize=address,undefined)
endif()
if(LMULSIM_FUZZ)
  target_compile_options(lmulsim_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
                                                 -fno-omit-frame-pointer)
  target_link_options(lmulsim_flags INTERFACE -fsanitize=address,undefined)
endif()

# In a release build, what no simulation spends its time in: optimising it fully costs a third of the build and gains
# nothing that can be measured.
set(LMULSIM_LIGHTLY $<$<CONFIG:Release>:-O1>)

# lmulsim_library(name [HOT] SOURCES a.cpp ... [APART a.cpp ... | SEPARATE] [LINK target ...]): a static library whose
# headers are included by their path from src/ or sim/ ("arith/format.hpp", "lockstep/lockstep.hpp"). HOT: simulations
# spend their time here. With LMULSIM_UNITY its sources are compiled some at a time, but those APART alone: a test
# replaces them, or they need flags of their own. SEPARATE: all of them alone, where the
# time of a simulation is: with other sources beside it a compiler inlines less.
function(lmulsim_library name)
  cmake_parse_arguments(ARG "HOT;SEPARATE" "" "SOURCES;APART;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC lmulsim_flags ${ARG_LINK})
  lmulsim_include_root(${name} PUBLIC)
  if(ARG_HOT)
    # Nobody replaces a function of a static library: a compiler may inline it, though the code is position-independent.
    target_compile_options(${name} PRIVATE -fno-semantic-interposition)
  else()
    target_compile_options(${name} PRIVATE ${LMULSIM_LIGHTLY})
  endif()
  foreach(source ${ARG_APART})
    if(NOT source IN_LIST ARG_SOURCES)
      message(FATAL_ERROR "${name}: ${source} is APART, but not one of the SOURCES")
    endif()
  endforeach()
  if(LMULSIM_UNITY AND NOT ARG_SEPARATE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 20)
    set_source_files_properties(${ARG_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

# lmulsim_headers(name [LINK target ...]): a folder of headers alone.
function(lmulsim_headers name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE lmulsim_flags ${ARG_LINK})
  lmulsim_include_root(${name} INTERFACE)
endfunction()

# The root, src/ or sim/, of the folder that a target stands in.
function(lmulsim_include_root name scope)
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE folder)
  string(REGEX MATCH "^[a-z]+" root ${folder})
  target_include_directories(${name} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/${root}>
                                              $<INSTALL_INTERFACE:include/lmulsim>)
endfunction()

# lmulsim_test(name SOURCES a.cpp ... [LINK target ...] [LABELS label ...] [TIMEOUT seconds]): a GoogleTest program; every
# test is a process of its own.
function(lmulsim_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  # GoogleTest's templates take a quarter longer to optimise fully, and tests spend their time in the libraries.
  target_compile_options(${name} PRIVATE ${LMULSIM_LIGHTLY})
  target_link_libraries(${name} PRIVATE lmulsim_flags ${ARG_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE LMULSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             LMULSIM_BINARY_DIR="${PROJECT_BINARY_DIR}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# lmulsim_refuses(name HEADER x.hpp REPLACE text WITH text MESSAGE text): a test that a header with a planted fault does
# not compile, for the reason it gives.
function(lmulsim_refuses name)
  cmake_parse_arguments(ARG "" "HEADER;REPLACE;WITH;MESSAGE" "" ${ARGN})
  add_test(NAME ${name}
           COMMAND ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER} -DINCLUDE=${PROJECT_SOURCE_DIR}/src
                   -DHEADER=${ARG_HEADER} -DREPLACE=${ARG_REPLACE} -DWITH=${ARG_WITH} -DMESSAGE=${ARG_MESSAGE}
                   -DCOPY=${CMAKE_CURRENT_BINARY_DIR}/${name}.hpp -P ${PROJECT_SOURCE_DIR}/scripts/cmake/refuses.cmake)
  set_tests_properties(${name} PROPERTIES LABELS unit)
endfunction()

# lmulsim_benchmark(name SOURCES a.cpp ... [LINK target ...]): a Google Benchmark program, never run by ctest.
function(lmulsim_benchmark name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE lmulsim_flags ${ARG_LINK} benchmark::benchmark)
  target_compile_definitions(${name} PRIVATE LMULSIM_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
endfunction()
