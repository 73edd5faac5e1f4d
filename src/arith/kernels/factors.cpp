// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/kernels/factors.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <optional>

#include "arith/group.hpp"
#include "arith/hardware.hpp"
#include "arith/matrix.hpp"

namespace lmulsim::arith::kernels {

namespace {

constexpr int kFp32Significand = 24;

/// All products of two formats.
class Products {
 public:
  Products(const MultiplierSpec& spec, Format a, Format b)
      : products_(kFactorCodes * kFactorCodes), exponents_(products_.size()) {
    const std::uint32_t mask_a = info(a).mag_mask() | info(a).sign_mask();
    const std::uint32_t mask_b = info(b).mag_mask() | info(b).sign_mask();
    for (std::uint32_t x = 0; x < kFactorCodes; ++x) {
      for (std::uint32_t y = 0; y < kFactorCodes; ++y) {
        const Number p = multiply_taken(spec, a, x & mask_a, b, y & mask_b);
        products_[x * kFactorCodes + y] = p;
        exponents_[x * kFactorCodes + y] = product_exponent(spec, a, x & mask_a, b, y & mask_b, p);
      }
    }
  }

  [[nodiscard]] const Number& product(std::size_t a, std::size_t b) const { return products_[a * kFactorCodes + b]; }
  [[nodiscard]] int exponent(std::size_t a, std::size_t b) const { return exponents_[a * kFactorCodes + b]; }

 private:
  std::vector<Number> products_;
  std::vector<int> exponents_;
};

bool is_finite(const Number& n) {
  return n.cls == NumberClass::finite || n.cls == NumberClass::zero;
}

/// What a code is, by its products with the codes of the other side that are not special themselves.
template <class At>
std::vector<CodeKind> kinds(const At& at, const std::vector<CodeKind>& others) {
  std::vector<CodeKind> found(kFactorCodes, CodeKind::special);
  for (std::size_t code = 0; code < kFactorCodes; ++code) {
    for (std::size_t other = 0; other < kFactorCodes; ++other) {
      const Number& p = at(code, other);
      if (others[other] == CodeKind::special || !is_finite(p)) {
        continue;
      }
      const bool live = p.cls == NumberClass::finite;
      found[code] = live ? CodeKind::live : found[code] == CodeKind::special ? CodeKind::zero : found[code];
    }
  }
  return found;
}

std::optional<std::size_t> first_live(const std::vector<CodeKind>& kinds) {
  const auto found = std::ranges::find(kinds, CodeKind::live);
  return found == kinds.end() ? std::nullopt : std::optional<std::size_t>(found - kinds.begin());
}

Number times(Number n, bool negate, int exponent) {
  n.negative = n.negative != negate;
  n.exponent += exponent;
  return n;
}

class Finder {
 public:
  explicit Finder(const Products& products) : p_(products) {}

  std::optional<Factors> find() {
    const std::vector<CodeKind> all(kFactorCodes, CodeKind::live);
    const auto by_a = [this](std::size_t a, std::size_t b) -> const Number& { return p_.product(a, b); };
    const auto by_b = [this](std::size_t b, std::size_t a) -> const Number& { return p_.product(a, b); };
    f_.kind_a = kinds(by_a, kinds(by_b, all));
    f_.kind_b = kinds(by_b, kinds(by_a, all));
    const auto live_a = first_live(f_.kind_a);
    if (!live_a || !first_live(f_.kind_b) || !kinds_agree()) {
      return std::nullopt;
    }
    f_.class_b.resize(kFactorCodes);
    f_.exponent_b.resize(kFactorCodes);
    f_.negative_b.resize(kFactorCodes);
    f_.rows.resize(kFactorCodes);
    for (std::size_t b = 0; b < kFactorCodes; ++b) {
      if (f_.kind_b[b] == CodeKind::live && !classify(b, *live_a)) {
        return std::nullopt;
      }
    }
    return std::move(f_);
  }

 private:
  /// Every product is what the kinds of its operands say.
  [[nodiscard]] bool kinds_agree() const {
    for (std::size_t a = 0; a < kFactorCodes; ++a) {
      for (std::size_t b = 0; b < kFactorCodes; ++b) {
        const bool special = f_.kind_a[a] == CodeKind::special || f_.kind_b[b] == CodeKind::special;
        const bool zero = f_.kind_a[a] == CodeKind::zero || f_.kind_b[b] == CodeKind::zero;
        const NumberClass cls = p_.product(a, b).cls;
        if (!special && cls != (zero ? NumberClass::zero : NumberClass::finite)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Puts a code of B into a class, a new one if it fits none; false if there is no room for one.
  bool classify(std::size_t b, std::size_t live_a) {
    const Number& shown = p_.product(live_a, b);
    f_.exponent_b[b] = leading_exponent(shown);
    f_.negative_b[b] = shown.negative;
    for (std::size_t c = 0; c < f_.classes; ++c) {
      if (fits(b, c)) {
        f_.class_b[b] = static_cast<std::uint8_t>(c);
        return true;
      }
    }
    if (f_.classes == kFactorClasses) {
      return false;
    }
    f_.class_b[b] = static_cast<std::uint8_t>(f_.classes);
    for (std::size_t a = 0; a < kFactorCodes; ++a) {
      if (f_.kind_a[a] == CodeKind::live) {
        f_.rows[a].product[f_.classes] = times(p_.product(a, b), shown.negative, -f_.exponent_b[b]);
        f_.rows[a].exponent[f_.classes] = p_.exponent(a, b) - f_.exponent_b[b];
        if (bit_width(p_.product(a, b).significand) > kFp32Significand) {
          return false;
        }
      }
    }
    ++f_.classes;
    return true;
  }

  [[nodiscard]] bool fits(std::size_t b, std::size_t c) const {
    for (std::size_t a = 0; a < kFactorCodes; ++a) {
      if (f_.kind_a[a] == CodeKind::live &&
          (p_.product(a, b) != times(f_.rows[a].product[c], f_.negative_b[b], f_.exponent_b[b]) ||
           p_.exponent(a, b) != f_.rows[a].exponent[c] + f_.exponent_b[b])) {
        return false;
      }
    }
    return true;
  }

  const Products& p_;
  Factors f_;
};

std::optional<Factors> factor(const MultiplierSpec& spec, Format a, Format b) {
  if (code_bytes(a) != 1 || code_bytes(b) != 1) {
    return std::nullopt;
  }
  require_operands(spec, a, b);
  return Finder(Products(spec, a, b)).find();
}

}  // namespace

FactorRange range_of(const Factors& factors) {
  constexpr int kFar = 1 << 20;
  FactorRange r{kFar, -kFar, kFar, -kFar, kFar, -kFar};
  for (std::size_t code = 0; code < kFactorCodes; ++code) {
    if (factors.kind_b[code] == CodeKind::live) {
      r.b_least = std::min(r.b_least, factors.exponent_b[code]);
      r.b_largest = std::max(r.b_largest, factors.exponent_b[code]);
    }
    for (std::size_t c = 0; c < factors.classes && factors.kind_a[code] == CodeKind::live; ++c) {
      const int lead = leading_exponent(factors.rows[code].product[c]);
      const int group = factors.rows[code].exponent[c];
      r.row_least = std::min(r.row_least, lead);
      r.row_largest = std::max(r.row_largest, lead);
      r.group_least = std::min(r.group_least, group);
      r.group_largest = std::max(r.group_largest, group);
    }
  }
  return r;
}

const Factors* find_factors(const MultiplierSpec& spec, Format a, Format b) {
  struct Known {
    MultiplierSpec spec;
    Format a;
    Format b;
    std::optional<Factors> factors;
  };
  static std::mutex mutex;
  static std::list<Known> known;
  const std::lock_guard lock(mutex);
  auto found = std::ranges::find_if(known, [&](const Known& k) { return k.spec == spec && k.a == a && k.b == b; });
  if (found == known.end()) {
    found = known.insert(known.end(), {spec, a, b, factor(spec, a, b)});
  }
  return found->factors ? &*found->factors : nullptr;
}

}  // namespace lmulsim::arith::kernels
