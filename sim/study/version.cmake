# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# Run by every build: writes OUTPUT from TEMPLATE with the revision of the repository in SOURCE, and leaves the file alone
# when nothing changed. "+" marks a tree with changes.
set(REVISION "")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=12 HEAD OUTPUT_VARIABLE REVISION ERROR_QUIET
                  OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE status)
  if(status)
    set(REVISION "")
  else()
    execute_process(COMMAND ${GIT} -C ${SOURCE} diff-index --quiet HEAD -- RESULT_VARIABLE changed ERROR_QUIET)
    if(changed)
      string(APPEND REVISION "+")
    endif()
  endif()
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
