// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the operands of a model's products look like as codes, and how they toggle on their way into an array.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "arith/format.hpp"
#include "cost/stream.hpp"
#include "quality/modelled_product.hpp"

namespace lmulsim::quality {

/// Counts over the words of one operand. Every word is counted in one of: zeros, subnormal, normal (which is not
/// kept), not_finite. Integers have no subnormals and no mantissa field; their exponent is that of the value.
struct OperandHistogram {
  arith::Format format = arith::Format::e4m3;
  std::int64_t words = 0;
  std::int64_t zeros = 0;      ///< of either sign
  std::int64_t negative = 0;   ///< not zero, with the sign
  std::int64_t subnormal = 0;  ///< a zero to a multiplier that flushes
  std::int64_t largest = 0;    ///< the largest finite magnitude: where a scale puts its maximum, or saturated
  std::int64_t not_finite = 0;
  std::map<int, std::int64_t> exponents;  ///< floor(log2) of the codes' values, before scales, of what is not zero
  std::vector<std::int64_t> mantissas;    ///< by mantissa field, of normal words
  std::vector<std::int64_t> codes;        ///< by code; empty for formats of more than 8 bits
  cost::StreamCounts along_rows;          ///< a lane sees the words of a row: neighbours along K of A, along N of B
  cost::StreamCounts down_columns;        ///< neighbours along M of A, along K of B

  OperandHistogram& operator+=(const OperandHistogram& o);
  friend bool operator==(const OperandHistogram&, const OperandHistogram&) = default;
};

[[nodiscard]] OperandHistogram histogram_of(const Quantised& operand);

/// Layer (-1: after the last one), kind of product, operand.
using OperandPlace = std::tuple<std::int64_t, transformer::ProductKind, Side>;
using OperandHistograms = std::map<OperandPlace, OperandHistogram>;

/// Adds up the operands of products: activations each time, weights (B of all but scores and values) once per name. The
/// result does not depend on the order of the calls. Safe to call from several threads.
class HistogramCollector {
 public:
  void add(const ObservedProduct& product);
  [[nodiscard]] OperandHistograms take();

 private:
  [[nodiscard]] bool is_new(const transformer::GemmCall& call);
  void add(const OperandPlace& place, const Quantised& operand);

  std::mutex mutex_;
  OperandHistograms histograms_;
  std::set<std::string, std::less<>> weights_;
};

}  // namespace lmulsim::quality
