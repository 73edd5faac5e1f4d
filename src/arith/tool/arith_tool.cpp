// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/tool/arith_tool.hpp"

#include <bit>
#include <cstring>
#include <string>

#include "arith/accumulate.hpp"
#include "arith/convert.hpp"
#include "arith/matrix.hpp"
#include "arith/names.hpp"
#include "arith/sum.hpp"
#include "arith/thresholds.hpp"
#include "util/error.hpp"
#include "util/file.hpp"
#include "util/unreachable.hpp"

namespace lmulsim::arith {

namespace {

void require_small(Format format) {
  const FormatInfo& f = info(format);
  if (f.width() > 8) {
    throw InputError("arith table: expected a format of at most 8 bits, found " + std::string(f.name) + " of " +
                     std::to_string(f.width()));
  }
}

std::size_t whole_words(const std::filesystem::path& path, const std::string& bytes, std::size_t word) {
  if (bytes.size() % word != 0) {
    throw InputError(path.string() + ": expected a whole number of " + std::to_string(word) + "-byte words, found " +
                     std::to_string(bytes.size()) + " bytes");
  }
  return bytes.size() / word;
}

/// The codes of a file, checked to be codes of the format.
std::string read_codes(const std::filesystem::path& path, Format format) {
  std::string bytes = util::read_file(path);
  const std::size_t count = whole_words(path, bytes, code_bytes(format));
  const int width = info(format).width();
  if (width == 8 || width == 16 || width == 32) {
    return bytes;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes.data() + i * code_bytes(format), code_bytes(format));
    if (word >> width != 0) {
      throw InputError(path.string() + ": " + (width < 8 ? "byte " : "word ") + std::to_string(i) + ": expected a " +
                       std::to_string(width) + "-bit " + std::string(info(format).name) + " code, found " +
                       std::to_string(word));
    }
  }
  return bytes;
}

/// A number as a code.
class Coder {
 public:
  explicit Coder(const ConvertOptions& options)
      : to_(options.to), rounding_(options.rounding), overflow_(options.overflow) {
    if (rounding_ == OperandRounding::adder) {
      const Format other = options.other.value_or(to_);
      const bool first = options.operand == Side::a;
      thresholds_ = adder_thresholds(options.multiplier, first ? to_ : other, first ? other : to_, options.operand,
                                     "arith convert");
    }
  }

  [[nodiscard]] std::uint32_t operator()(const Number& number) const {
    switch (rounding_) {
      case OperandRounding::nearest:
        return encode(to_, number, Rounding::nearest, overflow_);
      case OperandRounding::truncate:
        return encode(to_, number, Rounding::truncate, overflow_);
      case OperandRounding::adder:
        return encode_by_thresholds(to_, thresholds_, number, overflow_);
    }
    util::unreachable();
  }

 private:
  Format to_;
  OperandRounding rounding_;
  Overflow overflow_;
  Thresholds thresholds_;
};

/// The two files of a dot product.
struct DotFiles {
  const DotOptions& options;
  std::string a;
  std::string b;
  std::size_t codes;  ///< of each

  explicit DotFiles(const DotOptions& given)
      : options(given),
        a(read_codes(given.a, given.format_a)),
        b(read_codes(given.b, given.format_b)),
        codes(a.size() / code_bytes(given.format_a)) {
    const std::size_t other = b.size() / code_bytes(given.format_b);
    if (other != codes) {
      throw InputError(given.b.string() + ": expected as many codes as " + given.a.string() + " has, " +
                       std::to_string(codes) + ", found " + std::to_string(other));
    }
  }

  [[nodiscard]] MacSpec mac(std::size_t terms) const {
    MacSpec spec = options.mac;
    if (spec.accumulator.width == 0) {
      spec.accumulator = laid_out(spec, options.format_a, options.format_b, terms);
    }
    return spec;
  }
  [[nodiscard]] AccWord dot(const MacSpec& spec, std::size_t first, std::size_t terms) const {
    return dot_reference(spec, options.format_a, a.data() + first * code_bytes(options.format_a), options.format_b,
                         b.data() + first * code_bytes(options.format_b), 1, terms);
  }
};

}  // namespace

std::size_t arith_table(const TableOptions& options) {
  require_small(options.format_a);
  require_small(options.format_b);
  require_formats(options.multiplier, options.format_a, options.format_b, "arith table");
  const std::uint32_t codes_a = 1U << info(options.format_a).width();
  const std::uint32_t codes_b = 1U << info(options.format_b).width();
  const Format entry = options.narrow ? options.format_a : Format::fp32;
  std::string bytes(std::size_t{codes_a} * codes_b * code_bytes(entry), '\0');
  for (std::uint32_t a = 0; a < codes_a; ++a) {
    for (std::uint32_t b = 0; b < codes_b; ++b) {
      const std::uint32_t code =
          options.narrow ? multiply_narrow(options.multiplier, options.format_a, a, options.format_b, b)
                         : encode(Format::fp32, multiply(options.multiplier, options.format_a, a, options.format_b, b),
                                  Rounding::nearest, Overflow::ocp);
      store_code(entry, bytes.data(), std::size_t{a} * codes_b + b, code);
    }
  }
  util::write_file_atomic(options.out, bytes);
  return std::size_t{codes_a} * codes_b;
}

std::size_t arith_convert(const ConvertOptions& options) {
  const Coder code(options);
  const std::string in = util::read_file(options.in);
  const std::size_t count = whole_words(options.in, in, code_bytes(Format::fp32));
  std::string out(count * code_bytes(options.to), '\0');
  for (std::size_t i = 0; i < count; ++i) {
    store_code(options.to, out.data(), i, code(decode(Format::fp32, load_code(Format::fp32, in.data(), i))));
  }
  util::write_file_atomic(options.out, out);
  return count;
}

DotResult arith_dot(const DotOptions& options) {
  const DotFiles files(options);
  const MacSpec mac = files.mac(files.codes);
  const AccWord word = files.dot(mac, 0, files.codes);
  const std::uint32_t fp32 = to_fp32(mac.accumulator, word);
  return {.k = files.codes,
          .accumulator = mac.accumulator,
          .word = word,
          .flag = overflowed(mac.accumulator, word),
          .fp32 = fp32,
          .value = std::bit_cast<float>(fp32)};
}

DotRowsResult arith_dot_rows(const DotRowsOptions& options) {
  const DotFiles files(options.dot);
  const std::size_t length = options.length == 0 ? files.codes : options.length;
  const std::size_t rows = length == 0 ? 0 : files.codes / length;
  if (rows == 0 || rows * length != files.codes) {
    throw InputError(options.dot.a.string() + ": expected a whole number of rows of " + std::to_string(length) +
                     " codes, found " + std::to_string(files.codes) + " codes");
  }
  const MacSpec mac = files.mac(length);
  const bool raw = mac.accumulator.promote == 0 && entered_sum(mac.accumulator).kind == AccumulatorKind::int32;
  DotRowsResult result{.rows = rows, .length = length};
  std::string words(rows * 2 * sizeof(std::uint32_t), '\0');
  for (std::size_t row = 0; row < rows; ++row) {
    const AccWord word = files.dot(mac, row * length, length);
    const bool flag = overflowed(mac.accumulator, word);
    const std::uint32_t sum = raw ? static_cast<std::uint32_t>(word.lo) : to_fp32(mac.accumulator, word);
    store_code(Format::fp32, words.data(), 2 * row, sum);
    store_code(Format::fp32, words.data(), 2 * row + 1, flag ? 1 : 0);
    result.flagged += flag ? 1 : 0;
  }
  util::write_file_atomic(options.out, words);
  return result;
}

}  // namespace lmulsim::arith
