// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnx/defs/schema.h>

#include <string>

namespace lmulsim::formats::onnx::detail {

/// The newest set of the default domain whose changes are known here, and that of the library.
inline constexpr int kNewestOpset = 23;
inline constexpr int kLibraryOpset = 17;

/// The definitions of operators: those of the library (ONNX 1.12, sets up to 17), and this reader's own of operators
/// that are new or have other inputs or attributes in the sets 18 to 23, and of some of com.microsoft. A definition
/// that only gained element types is read as the one before.
class OnnxSchemas final : public ::onnx::ISchemaRegistry {
 public:
  [[nodiscard]] static const OnnxSchemas& instance();

  /// The definition that a model of this set of the domain uses; null for none.
  const ::onnx::OpSchema* GetSchema(const std::string& op, int set, const std::string& domain) const override;

  [[nodiscard]] const std::vector<::onnx::OpSchema>& own() const { return own_; }

 private:
  OnnxSchemas();
  std::vector<::onnx::OpSchema> own_;
};

/// The domain of ONNX Runtime's own operators.
inline constexpr const char* kMicrosoft = "com.microsoft";

}  // namespace lmulsim::formats::onnx::detail
