// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/mantissa_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>

#include "arith/convert.hpp"
#include "arith/product.hpp"

namespace lmulsim::quality {

namespace {

/// The mantissa field of each code, with m bits; -1 for what is no finite number other than zero.
std::vector<std::int32_t> fields_of(arith::Format format, arith::Subnormals subnormals, int man_bits) {
  std::vector<std::int32_t> fields(std::size_t{1} << arith::info(format).width());
  for (std::size_t code = 0; code < fields.size(); ++code) {
    const arith::Number n = arith::detail::operand(subnormals, format, static_cast<std::uint32_t>(code));
    const int lead = arith::bit_width(n.significand) - 1;
    fields[code] =
        n.cls != arith::NumberClass::finite
            ? -1
            : static_cast<std::int32_t>((n.significand << (man_bits - lead)) - (std::uint64_t{1} << man_bits));
  }
  return fields;
}

constexpr double kRoundingUnit = 1 << 20;

/// An operand with what is known of each of its codes.
struct Operand {
  const Quantised& codes;
  const transformer::MatrixView& values;
  Side side;
  std::vector<std::int32_t> fields;
  std::vector<double> magnitudes;  ///< log2 of the code's magnitude
};

Operand operand_of(const Quantised& codes, const transformer::MatrixView& values, Side side,
                   arith::Subnormals subnormals, int man_bits) {
  Operand out{codes, values, side, fields_of(codes.format, subnormals, man_bits), {}};
  out.magnitudes.resize(out.fields.size());
  for (std::size_t code = 0; code < out.fields.size(); ++code) {
    const auto word = static_cast<std::uint32_t>(code);
    out.magnitudes[code] =
        out.fields[code] < 0 ? 0 : std::log2(std::abs(arith::to_fp64(arith::decode(codes.format, word))));
  }
  return out;
}

/// The words of one term of a sum: which fields occur, and how often.
class FieldCounts {
 public:
  explicit FieldCounts(int man_bits) : counts_(std::size_t{1} << man_bits) {}

  void clear() {
    for (const std::size_t field : present_) {
      counts_[field] = 0;
    }
    present_.clear();
    words_ = 0;
    rounding_ = 0;
  }
  void add(const Operand& operand, std::size_t row, std::size_t col) {
    const std::uint32_t code = operand.codes.view().code(row, col);
    if (operand.fields[code] < 0) {
      return;
    }
    const auto field = static_cast<std::size_t>(operand.fields[code]);
    if (counts_[field]++ == 0) {
      present_.push_back(field);
    }
    ++words_;
    const double value = operand.values.at(static_cast<std::int64_t>(row), static_cast<std::int64_t>(col));
    const double scaled = std::abs(value / double{operand.codes.scale(operand.side, row, col)});
    rounding_ += std::llround((operand.magnitudes[code] - std::log2(scaled)) * kRoundingUnit);
  }
  [[nodiscard]] const std::vector<std::size_t>& present() const { return present_; }
  [[nodiscard]] std::int64_t count(std::size_t field) const { return counts_[field]; }
  [[nodiscard]] std::int64_t words() const { return words_; }
  [[nodiscard]] std::int64_t rounding() const { return rounding_; }

 private:
  std::vector<std::int64_t> counts_;
  std::vector<std::size_t> present_;
  std::int64_t words_ = 0;
  std::int64_t rounding_ = 0;
};

}  // namespace

std::int64_t MantissaPairs::counted() const {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

MantissaPairs& MantissaPairs::operator+=(const MantissaPairs& o) {
  man_bits = o.man_bits;
  products += o.products;
  rounding += o.rounding;
  counts.resize(std::max(counts.size(), o.counts.size()));
  std::ranges::transform(o.counts, counts, counts.begin(), std::plus<>());
  return *this;
}

MantissaPairs mantissa_pairs(const ObservedProduct& product) {
  const int m = arith::adder_widths(product.a.format, product.b.format).man_bits;
  const arith::Subnormals subnormals = product.arithmetic.mac.multiplier.subnormals;
  const Operand a = operand_of(product.a, product.call.a, Side::a, subnormals, m);
  const Operand b = operand_of(product.b, product.call.b, Side::b, subnormals, m);
  MantissaPairs pairs;
  pairs.man_bits = m;
  pairs.products = static_cast<std::int64_t>(product.a.rows * product.a.cols * product.b.cols);
  pairs.counts.resize(std::size_t{1} << (2 * m));
  FieldCounts left(m);
  FieldCounts right(m);
  for (std::size_t k = 0; k < product.a.cols; ++k) {
    left.clear();
    right.clear();
    for (std::size_t row = 0; row < product.a.rows; ++row) {
      left.add(a, row, k);
    }
    for (std::size_t col = 0; col < product.b.cols; ++col) {
      right.add(b, k, col);
    }
    pairs.rounding += left.rounding() * right.words() + right.rounding() * left.words();
    for (const std::size_t x : left.present()) {
      for (const std::size_t y : right.present()) {
        pairs.counts[(x << m) | y] += left.count(x) * right.count(y);
      }
    }
  }
  return pairs;
}

LogError log_error(const MantissaPairs& pairs, std::uint32_t offset) {
  const std::size_t fields = std::size_t{1} << pairs.man_bits;
  const auto log_of_field = [fields](std::size_t field) {
    return std::log2(1 + static_cast<double>(field) / static_cast<double>(fields));
  };
  // A carry out of the field is one more exponent.
  std::vector<double> adder(2 * fields);
  for (std::size_t sum = 0; sum < adder.size(); ++sum) {
    const std::size_t total = sum + offset;
    const std::size_t carries = total / fields;
    adder[sum] = static_cast<double>(carries) + log_of_field(total % fields);
  }
  std::vector<double> logs(fields);
  for (std::size_t field = 0; field < fields; ++field) {
    logs[field] = log_of_field(field);
  }
  const auto counted = static_cast<double>(pairs.counted());
  const double rounding = static_cast<double>(pairs.rounding) / kRoundingUnit / counted;
  double sum = 0;
  double squares = 0;
  for (std::size_t x = 0; x < fields; ++x) {
    const std::int64_t* counts = &pairs.counts[x << pairs.man_bits];
    for (std::size_t y = 0; y < fields; ++y) {
      const double error = adder[x + y] - logs[x] - logs[y] + rounding;
      const auto weighted = static_cast<double>(counts[y]) * error;
      sum += weighted;
      squares += weighted * error;
    }
  }
  return {sum / counted, squares / counted};
}

BestOffsets best_offsets(const MantissaPairs& pairs) {
  BestOffsets best;
  LogError least{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  for (std::uint32_t offset = 0; offset <= 1U << (pairs.man_bits - 1); ++offset) {
    const LogError error = log_error(pairs, offset);
    if (error.mean_square < least.mean_square) {
      least.mean_square = error.mean_square;
      best.mean_square = offset;
    }
    if (std::abs(error.mean) < least.mean) {
      least.mean = std::abs(error.mean);
      best.mean = offset;
    }
  }
  return best;
}

void PairCollector::add(const ObservedProduct& product) {
  const MantissaPairs pairs = mantissa_pairs(product);
  const std::scoped_lock lock(mutex_);
  kinds_[product.call.kind] += pairs;
}

}  // namespace lmulsim::quality
