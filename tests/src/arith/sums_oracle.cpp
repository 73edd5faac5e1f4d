// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "sums_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <regex>
#include <stdexcept>

#include "oracle.hpp"

namespace oracle {

namespace {

using Integer = boost::multiprecision::cpp_int;
constexpr std::uint32_t kNan = 0x7FC00000;

/// What a word says.
struct Layout {
  int group = 1;
  std::optional<int> group_bits;
  std::optional<int> width;  ///< of an integer sum; otherwise floating
  int last = 0;
  bool wraps = false;
  int mantissa = 23;
  int promote = 0;
};

Layout layout_of(const std::string& word) {
  static const std::regex kForm(
      R"((?:group(\d+)-(\d+))?/?(?:fix(\d+)\.(-?\d+)(w?))?(?:float(\d+))?(?:fp32)?(?:/?(\d+))?)");
  std::smatch m;
  if (!std::regex_match(word, m, kForm)) {
    throw std::invalid_argument(word);
  }
  Layout out;
  if (m[1].matched) {
    out.group = std::stoi(m[1]);
    out.group_bits = std::stoi(m[2]);
  }
  if (m[3].matched) {
    out.width = std::stoi(m[3]);
    out.last = std::stoi(m[4]);
    out.wraps = m[5].length() > 0;
  }
  out.mantissa = m[6].matched ? std::stoi(m[6]) : 23;
  out.promote = m[7].matched ? std::stoi(m[7]) : 0;
  return out;
}

Integer floor_of(const Rational& x) {
  const Integer q = numerator(x) / denominator(x);
  return x < 0 && Rational(q) != x ? Integer(q - 1) : q;
}
Integer toward_zero(const Rational& x) {
  return numerator(x) / denominator(x);
}

/// A real number, or one of the values that are none.
struct Value {
  Rational number = 0;
  double special = 0;  ///< NaN or an infinity; 0: the number
};

std::uint32_t bits_of(const Float& f, const Value& v) {
  if (v.special != 0) {
    return std::isnan(v.special) ? kNan : v.special > 0 ? 0x7F800000U : 0xFF800000U;
  }
  return v.number == 0 ? 0U : code_by_division(f, v.number);
}

/// A running sum in units of its own.
class Running {
 public:
  Running(const Layout& layout, Fault fault) : layout_(layout), fault_(fault) {}

  void add(const Value& term, bool whole_group) {
    special_ += term.special;
    if (!layout_.width) {
      add_float(term);
      return;
    }
    if (term.special != 0) {  // enters alone: the finite products of its group do not
      return;
    }
    const Rational units = scaled(term.number, -layout_.last);
    if (!whole_group) {
      integer_ += fault_ == Fault::floor_cut ? floor_of(units) : toward_zero(units);
    } else if (fault_ == Fault::floor_into_sum) {
      integer_ += floor_of(units);
    } else if (fault_ == Fault::half_away) {
      integer_ += units < 0 ? Integer(-floor_of(Rational(-units + Rational(1, 2)))) : floor_of(units + Rational(1, 2));
    } else {
      integer_ += floor_of(units + Rational(1, 2));
    }
    if (fault_ != Fault::late_saturation) {
      into_range();
    }
  }

  Value value() {
    if (!layout_.width) {
      return {number_, special_};
    }
    into_range();
    const bool lost = flag_ && layout_.wraps;
    return {scaled(Rational(integer_), layout_.last),
            special_ == 0 && lost ? std::numeric_limits<double>::quiet_NaN() : special_};
  }
  [[nodiscard]] bool flag() const { return flag_ && fault_ != Fault::no_flag; }

 private:
  void add_float(const Value& term) {
    const Float f{"e8", 8, layout_.mantissa, 127, true, true, 0};
    const Rational exact = number_ + term.number;
    number_ = 0;
    if (exact != 0 && special_ == 0) {
      const std::uint32_t code = code_by_division(f, exact);
      if ((code >> layout_.mantissa) % 256 == 255) {
        special_ = exact > 0 ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
      } else {
        number_ = oracle::exact(value_of(f, code));
      }
    }
  }
  static double value_of(const Float& f, std::uint32_t code) { return oracle::value(f, code); }

  void into_range() {
    const Integer half = Integer(1) << (*layout_.width - 1);
    if (integer_ >= -half && integer_ < half) {
      return;
    }
    flag_ = true;
    if (!layout_.wraps && fault_ != Fault::no_saturation) {
      integer_ = integer_ < 0 ? Integer(-half) : Integer(half - 1);
      return;
    }
    Integer wrapped = (integer_ + half) % (half * 2);
    wrapped = wrapped < 0 ? Integer(wrapped + half * 2) : wrapped;
    integer_ = wrapped - half;
  }

  Layout layout_;
  Fault fault_;
  Rational number_ = 0;
  Integer integer_ = 0;
  double special_ = 0;
  bool flag_ = false;
};

Value value_of(const Product& p) {
  return std::isfinite(p.value) ? Value{exact(p.value), 0} : Value{0, p.value};
}

/// A group's products cut to the last bit that the largest of them leaves.
Value group_value(const std::vector<Product>& group, int bits, Fault fault) {
  std::optional<int> largest;
  Value sum;
  Rational uncut = 0;
  for (const Product& p : group) {
    if (std::isfinite(p.value) && (p.value != 0 || fault == Fault::zero_in_maximum)) {
      const int exponent = p.value == 0 ? 0 : fault == Fault::normalised_group ? std::ilogb(p.value) : p.exponent;
      largest = std::max(largest.value_or(exponent), exponent);
    }
  }
  std::optional<int> so_far;
  for (const Product& p : group) {
    const Value v = value_of(p);
    sum.special += v.special;
    if (v.special != 0 || v.number == 0) {
      continue;
    }
    so_far = std::max(so_far.value_or(p.exponent), p.exponent);
    const int unit = (fault == Fault::running_maximum ? *so_far : *largest) - bits;
    const Rational cut(toward_zero(scaled(v.number, -unit)));
    sum.number += scaled(cut, unit);
    uncut += v.number;
  }
  if (fault == Fault::cut_sum_not_terms && largest) {
    sum.number = scaled(Rational(toward_zero(scaled(uncut, bits - *largest))), *largest - bits);
  }
  return sum;
}

}  // namespace

SumResult sum(const std::string& word, const std::vector<Product>& products, Fault fault) {
  const Layout layout = layout_of(word);
  const Float& fp32 = format("fp32");
  Running inner(layout, fault);
  Layout plain;
  Running total(plain, Fault::none);
  bool flag = false;
  const auto promote = [&] {
    Value value = inner.value();
    if (fault == Fault::rounded_inner && value.special == 0) {
      value.number = value.number == 0 ? Rational(0) : exact(oracle::value(fp32, code_by_division(fp32, value.number)));
    }
    flag = flag || inner.flag();
    total.add(value, false);
    if (fault != Fault::keep_inner) {
      inner = Running(layout, fault);
    }
  };
  std::vector<Product> group;
  int terms = 0;
  for (std::size_t i = 0; i < products.size(); ++i) {
    ++terms;
    group.push_back(products[i]);
    const bool due = layout.promote > 0 && terms == layout.promote && fault != Fault::no_promotion;
    if (due || group.size() == static_cast<std::size_t>(layout.group) || i + 1 == products.size()) {
      inner.add(layout.group_bits ? group_value(group, *layout.group_bits, fault) : value_of(group.front()),
                layout.group_bits.has_value());
      group.clear();
    }
    if (due) {
      promote();
      terms = 0;
    }
  }
  if (layout.promote > 0) {
    if (terms > 0) {
      promote();
    }
    return {bits_of(fp32, total.value()), flag};
  }
  const Value value = inner.value();
  return {bits_of(fp32, value), inner.flag()};
}

}  // namespace oracle
