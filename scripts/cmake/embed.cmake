# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DOUTPUT=x.cpp -DHEADER=path.hpp -DNAMESPACE=ns -DNAMES=kA,kB -DFILES=a,b -P embed.cmake: writes a C++ source that
# defines one std::string_view per file with its bytes. Files joined by '+' are one text, one behind the other. HTML must be able to hold them in a script element.
string(REPLACE "," ";" names "${NAMES}")
string(REPLACE "," ";" files "${FILES}")
set(text "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n")
foreach(name file IN ZIP_LISTS names files)
  string(REPLACE "+" ";" pieces "${file}")
  set(bytes "")
  foreach(piece IN LISTS pieces)
    file(READ "${piece}" plain)
    string(TOLOWER "${plain}" plain)
    if(plain MATCHES "</script|<!--")
      message(FATAL_ERROR "${piece}: holds '</script' or '<!--', which would end or change a script element")
    endif()
    file(READ "${piece}" hex HEX)
    string(APPEND bytes "${hex}")
  endforeach()
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND text "static constexpr unsigned char ${name}Bytes[] = {\n${bytes}0};\n"  # never empty
                     "const std::string_view ${name}(reinterpret_cast<const char*>(${name}Bytes), sizeof(${name}Bytes) - 1);\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}}  // namespace ${NAMESPACE}\n")
