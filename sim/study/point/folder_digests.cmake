# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# Run by every build: writes OUTPUT from TEMPLATE with a digest of the code in each folder of SOURCE's src, sim and rtl,
# and leaves the file alone when nothing changed.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE files RELATIVE ${SOURCE} ${SOURCE}/src/*.?pp ${SOURCE}/sim/*.?pp ${SOURCE}/rtl/*.sv ${SOURCE}/rtl/*.svh
     ${SOURCE}/rtl/*.vlt ${SOURCE}/rtl/*.f)
list(SORT files)
set(folders "")
foreach(file ${files})
  cmake_path(GET file PARENT_PATH folder)
  string(MAKE_C_IDENTIFIER ${folder} key)
  if(NOT folder IN_LIST folders)
    list(APPEND folders ${folder})
    set(text_${key} "")
  endif()
  file(SHA256 ${SOURCE}/${file} digest)
  string(APPEND text_${key} "${file} ${digest}\n")
endforeach()
set(DIGESTS "")
list(SORT folders)
foreach(folder ${folders})
  string(MAKE_C_IDENTIFIER ${folder} key)
  string(SHA256 digest "${text_${key}}")
  string(APPEND DIGESTS "    FolderDigest{\"${folder}\", \"${digest}\"},\n")
endforeach()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
