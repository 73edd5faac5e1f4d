// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/product_table.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "arith/accumulate.hpp"
#include "arith/product.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/sha256.hpp"

namespace lmulsim::arith {

namespace {

constexpr std::size_t kBytes = ProductTable::kSide * ProductTable::kSide * sizeof(std::uint32_t);
constexpr std::size_t kDigits = 16;  ///< of the digest, in words

struct Named {
  std::string file;
  std::string digest;  ///< empty: not given
};

Named named(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const std::string_view digest = at == std::string_view::npos ? "" : text.substr(at + 1);
  const bool given = digest.size() == kDigits && digest.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return given ? Named{std::string(text.substr(0, at)), std::string(digest)} : Named{std::string(text), ""};
}

std::unique_ptr<const ProductTable::Words> words_of(const std::string& bytes, const std::string& file,
                                                    std::string_view where) {
  if (bytes.size() != kBytes) {
    throw InputError(std::string(where) + ": " + file + ": expected a table of 65,536 products, " +
                     std::to_string(kBytes) + " bytes, found " + std::to_string(bytes.size()));
  }
  auto words = std::make_unique<ProductTable::Words>();
  std::memcpy(words->data(), bytes.data(), kBytes);
  return words;
}

/// Tables by digest.
class Store {
 public:
  const ProductTable& keep(const std::string& sha256, const auto& make) {
    const std::lock_guard lock(mutex_);
    auto& table = tables_[sha256];
    if (!table) {
      table = make();
    }
    return *table;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<const ProductTable>> tables_;
};

Store& store() {
  static Store tables;
  return tables;
}

std::string hex(std::uint32_t code) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  return {'0', 'x', kHex[(code >> 4) & 15U], kHex[code & 15U]};
}

/// Whether the product of two operands may be NaN.
bool may_be_nan(const Number& a, const Number& b) {
  const auto is = [](const Number& x, NumberClass cls) { return x.cls == cls; };
  return is(a, NumberClass::nan) || is(b, NumberClass::nan) ||
         (is(a, NumberClass::infinity) && is(b, NumberClass::zero)) ||
         (is(a, NumberClass::zero) && is(b, NumberClass::infinity));
}

}  // namespace

ProductTable::ProductTable(std::string file, std::string sha256, std::unique_ptr<const Words> words)
    : file_(std::move(file)), sha256_(std::move(sha256)), words_(std::move(words)) {}

std::string ProductTable::word() const {
  return file_ + "@" + sha256_.substr(0, kDigits);
}

const ProductTable::Words& ProductTable::words() const {
  if (!words_) {
    throw InputError("multiplier table:" + word() + ": expected the file of its products, found none at " + file_);
  }
  return *words_;
}

const ProductTable& product_table(std::string_view text, std::string_view where) {
  const Named name = named(text);
  if (name.file.empty()) {
    throw InputError(std::string(where) +
                     ": expected table:FILE, a file of 65,536 products, found 'table:" + std::string(text) + "'");
  }
  if (!name.digest.empty() && !std::filesystem::exists(name.file)) {
    return store().keep(name.digest, [&] { return std::make_unique<ProductTable>(name.file, name.digest, nullptr); });
  }
  if (!std::filesystem::exists(name.file)) {
    throw InputError(std::string(where) + ": expected a file of 65,536 products, found none at " + name.file);
  }
  const std::string bytes = util::read_file(name.file, util::kLargestTable);
  const std::string sha256 = util::sha256(bytes);
  if (!name.digest.empty() && !sha256.starts_with(name.digest)) {
    throw InputError(std::string(where) + ": " + name.file + ": expected a file of SHA-256 " + name.digest +
                     "..., found " + sha256.substr(0, kDigits) + "...");
  }
  auto words = words_of(bytes, name.file, where);
  return store().keep(sha256, [&] { return std::make_unique<ProductTable>(name.file, sha256, std::move(words)); });
}

Number detail::table_product(const MultiplierSpec& spec, Format format_a, std::uint32_t a, Format format_b,
                             std::uint32_t b) {
  if (spec.table == nullptr || info(format_a).width() != 8 || info(format_b).width() != 8) {
    throw InputError("multiplier table:FILE: expected a table and two operands of 8 bits, found " +
                     std::string(info(format_a).name) + " and " + std::string(info(format_b).name));
  }
  const std::uint32_t word = spec.table->word(a & 0xFFU, b & 0xFFU);
  if (!info(format_a).is_integer()) {
    return decode(Format::fp32, word);
  }
  const bool negative = (word >> 31) != 0;
  return make_number(negative, negative ? std::uint64_t{~word} + 1U : word, 0);
}

AccumulatorSpec detail::table_layout(const MultiplierSpec& multiplier, Format a, Format b, std::uint64_t max_k) {
  std::optional<int> lsb;
  int top = 0;
  for (std::uint32_t i = 0; i < ProductTable::kSide * ProductTable::kSide; ++i) {
    const Number n = table_product(multiplier, a, i / ProductTable::kSide, b, i % ProductTable::kSide);
    if (n.cls == NumberClass::finite) {
      top = lsb ? std::max(top, leading_exponent(n)) : leading_exponent(n);
      lsb = std::min(lsb.value_or(n.exponent), n.exponent);
    }
  }
  const int last = lsb.value_or(0);
  return {
      .kind = AccumulatorKind::fixed, .width = top + 1 - last + bit_width(max_k == 0 ? 1U : max_k) + 1, .lsb = last};
}

void require_table_of(const ProductTable& table, Format format_a, Format format_b, std::string_view where) {
  const FormatInfo& fa = info(format_a);
  const FormatInfo& fb = info(format_b);
  if (fa.width() != 8 || fb.width() != 8 || !fa.has_sign || !fb.has_sign || fa.is_integer() != fb.is_integer()) {
    throw InputError(std::string(where) +
                     ": expected two floating-point or logarithmic formats of 8 bits, or int8, "
                     "for a table of products, found " +
                     std::string(fa.name) + " and " + std::string(fb.name));
  }
  for (std::uint32_t i = 0; i < ProductTable::kSide * ProductTable::kSide && !fa.is_integer(); ++i) {
    const std::uint32_t a = i / ProductTable::kSide;
    const std::uint32_t b = i % ProductTable::kSide;
    const bool nan = (table.word(a, b) & 0x7FFFFFFFU) > 0x7F800000U;
    if (nan && !may_be_nan(decode(format_a, a), decode(format_b, b))) {
      throw InputError(std::string(where) + ": " + table.file() + ": expected a number as the product of " + hex(a) +
                       " (row) and " + hex(b) + " (column) of " + std::string(fa.name) + " and " +
                       std::string(fb.name) + ", found NaN");
    }
  }
}

}  // namespace lmulsim::arith
