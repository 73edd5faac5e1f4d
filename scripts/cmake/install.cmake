# SPDX-FileCopyrightText: the lmulsim authors
# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` lays down: the program, what it reads (share/lmulsim, which the program finds from where it
# stands), and the library of the fast engine as a CMake package and for pkg-config.
include(CMakePackageConfigHelpers)

install(TARGETS lmulsim RUNTIME DESTINATION bin)
install(TARGETS lmulsim_verilated LIBRARY DESTINATION lib/lmulsim)
install(DIRECTORY configs rtl models DESTINATION share/lmulsim PATTERN "README.md" EXCLUDE)
# Compiled with every Verilated array: the paths are those of the source tree.
install(DIRECTORY sim/rtl/wrapper DESTINATION share/lmulsim/sim/rtl PATTERN "README.md" EXCLUDE)
install(FILES sim/engine/pins.hpp DESTINATION share/lmulsim/sim/engine)

# Rooms of the package, each after what it links. Those of SystemC and Verilated arrays come with the program alone.
set(LMULSIM_PACKAGE util arith tensors machine config graph mapping timing cost engine bench fast)
install(TARGETS lmulsim_flags EXPORT lmulsim)
set_target_properties(lmulsim_flags PROPERTIES EXPORT_NAME flags)
set(LMULSIM_PC_LIBS "")
foreach(room ${LMULSIM_PACKAGE})
  set_target_properties(lmulsim_${room} PROPERTIES EXPORT_NAME ${room})
  install(TARGETS lmulsim_${room} EXPORT lmulsim ARCHIVE DESTINATION lib/lmulsim)
  get_target_property(kind lmulsim_${room} TYPE)
  if(kind STREQUAL "STATIC_LIBRARY")
    string(PREPEND LMULSIM_PC_LIBS "-llmulsim_${room} ")
  endif()
endforeach()
foreach(top src sim)
  install(DIRECTORY ${top}/ DESTINATION include/lmulsim FILES_MATCHING PATTERN "*.hpp" PATTERN "wrapper" EXCLUDE)
endforeach()
install(EXPORT lmulsim NAMESPACE lmulsim:: FILE lmulsimTargets.cmake DESTINATION lib/cmake/lmulsim)
configure_package_config_file(scripts/cmake/lmulsimConfig.cmake.in ${PROJECT_BINARY_DIR}/lmulsimConfig.cmake
                              INSTALL_DESTINATION lib/cmake/lmulsim)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lmulsimConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lmulsimConfig.cmake ${PROJECT_BINARY_DIR}/lmulsimConfigVersion.cmake
        DESTINATION lib/cmake/lmulsim)
configure_file(scripts/cmake/lmulsim.pc.in ${PROJECT_BINARY_DIR}/lmulsim.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/lmulsim.pc DESTINATION lib/pkgconfig)
