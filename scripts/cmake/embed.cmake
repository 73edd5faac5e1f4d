# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=x.cpp -DHEADER=path.hpp -DNAMESPACE=ns -DNAMES=kA,kB -DFILES=a,b -P embed.cmake: writes a C++ source that
# defines one std::string_view per file with its bytes. HTML must be able to hold them in a script element.
string(REPLACE "," ";" names "${NAMES}")
string(REPLACE "," ";" files "${FILES}")
set(text "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(name file IN ZIP_LISTS names files)
  file(READ "${file}" plain)
  string(TOLOWER "${plain}" plain)
  if(plain MATCHES "</script|<!--")
    message(FATAL_ERROR "${file}: holds '</script' or '<!--', which would end or change a script element")
  endif()
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND text "static constexpr unsigned char ${name}Bytes[] = {\n${bytes}};\n"
                     "const std::string_view ${name}(reinterpret_cast<const char*>(${name}Bytes), sizeof(${name}Bytes));\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}}  // namespace ${NAMESPACE}\n")
