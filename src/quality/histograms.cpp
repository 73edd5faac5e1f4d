// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/histograms.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "arith/product.hpp"
#include "arith/rounding.hpp"

namespace lmulsim::quality {

namespace {

using arith::FormatInfo;

/// The words of a format of at most 16 bits with how often each occurs.
std::vector<std::int64_t> count_codes(const Quantised& operand, std::vector<std::uint16_t>& words) {
  const FormatInfo& f = arith::info(operand.format);
  std::vector<std::int64_t> counts(std::size_t{1} << f.width());
  words.resize(operand.rows * operand.cols);
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = static_cast<std::uint16_t>(arith::load_code(operand.format, operand.codes.data(), i));
    ++counts[words[i]];
  }
  return counts;
}

void add_code(OperandHistogram& h, const FormatInfo& f, std::uint32_t code, std::int64_t count) {
  const arith::Number number = arith::decode(h.format, code);
  h.words += count;
  switch (number.cls) {
    case arith::NumberClass::zero:
      h.zeros += count;
      return;
    case arith::NumberClass::infinity:
    case arith::NumberClass::nan:
      h.not_finite += count;
      return;
    case arith::NumberClass::finite:
      break;
  }
  h.negative += number.negative ? count : 0;
  h.exponents[arith::leading_exponent(number)] += count;
  const bool subnormal = arith::is_subnormal(h.format, code);
  const std::uint32_t magnitude =
      f.is_integer() ? static_cast<std::uint32_t>(number.significand << number.exponent) : code & f.mag_mask();
  h.subnormal += subnormal ? count : 0;
  h.largest += magnitude >= arith::max_finite_code(f) ? count : 0;
  if (!subnormal && !h.mantissas.empty()) {
    h.mantissas[code & f.man_mask()] += count;
  }
}

template <class Counts>
void add_each(Counts& into, const Counts& from) {
  into.resize(std::max(into.size(), from.size()));
  std::ranges::transform(from, into, into.begin(), std::plus<>());
}

bool has_weights(transformer::ProductKind kind) {
  return kind != transformer::ProductKind::scores && kind != transformer::ProductKind::values;
}

}  // namespace

OperandHistogram& OperandHistogram::operator+=(const OperandHistogram& o) {
  format = o.format;
  words += o.words;
  zeros += o.zeros;
  negative += o.negative;
  subnormal += o.subnormal;
  largest += o.largest;
  not_finite += o.not_finite;
  for (const auto& [exponent, count] : o.exponents) {
    exponents[exponent] += count;
  }
  add_each(mantissas, o.mantissas);
  add_each(codes, o.codes);
  along_rows += o.along_rows;
  down_columns += o.down_columns;
  return *this;
}

OperandHistogram histogram_of(const Quantised& operand) {
  const FormatInfo& f = arith::info(operand.format);
  OperandHistogram h;
  h.format = operand.format;
  h.mantissas.resize(f.is_integer() ? 0 : std::size_t{1} << f.man_bits);
  std::vector<std::uint16_t> words;
  const std::vector<std::int64_t> counts = count_codes(operand, words);
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] > 0) {
      add_code(h, f, static_cast<std::uint32_t>(code), counts[code]);
    }
  }
  if (f.width() <= 8) {
    h.codes = counts;
  }
  const auto rows = static_cast<std::int64_t>(operand.rows);
  const auto cols = static_cast<std::int64_t>(operand.cols);
  h.along_rows = cost::stream_counts({words, rows, cols, true}, operand.format);
  h.down_columns = cost::stream_counts({words, rows, cols, false}, operand.format);
  return h;
}

bool HistogramCollector::is_new(const transformer::GemmCall& call) {
  const std::scoped_lock lock(mutex_);
  return !has_weights(call.kind) || weights_.emplace(call.name).second;
}

void HistogramCollector::add(const OperandPlace& place, const Quantised& operand) {
  const OperandHistogram histogram = histogram_of(operand);
  const std::scoped_lock lock(mutex_);
  histograms_[place] += histogram;
}

void HistogramCollector::add(const ObservedProduct& product) {
  const transformer::GemmCall& call = product.call;
  add({call.layer, call.kind, Side::a}, product.a);
  if (is_new(call)) {
    add({call.layer, call.kind, Side::b}, product.b);
  }
}

OperandHistograms HistogramCollector::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(histograms_, {});
}

}  // namespace lmulsim::quality
