# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DCOMPILER=c++ -DINCLUDE=dir -DHEADER=x.hpp -DREPLACE=text -DWITH=text -DMESSAGE=text -DCOPY=y.hpp -P refuses.cmake:
# the header compiles as it is; a copy with the fault does not, and the compiler's message says why.
function(compile file result output)
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -x c++ -I ${INCLUDE} ${file}
                  RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${result} ${code} PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

file(READ ${HEADER} good)
string(REPLACE "#pragma once" "" good "${good}")
string(REPLACE "${REPLACE}" "${WITH}" bad "${good}")
if(good STREQUAL bad)
  message(FATAL_ERROR "${HEADER}: expected the text '${REPLACE}', found none: nothing was planted")
endif()

file(WRITE ${COPY} "${good}")
compile(${COPY} code text)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "${HEADER}: expected to compile, found:\n${text}")
endif()

file(WRITE ${COPY} "${bad}")
compile(${COPY} code text)
string(FIND "${text}" "${MESSAGE}" at)
if(code EQUAL 0 OR at EQUAL -1)
  message(FATAL_ERROR "${HEADER} with '${WITH}': expected the error '${MESSAGE}', found exit code ${code}:\n${text}")
endif()
