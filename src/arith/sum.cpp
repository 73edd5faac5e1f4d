// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "arith/sum.hpp"

#include <string>

#include "arith/aligned.hpp"
#include "arith/hardware.hpp"
#include "arith/names.hpp"
#include "util/error.hpp"

namespace lmulsim::arith {

namespace {

using detail::Term;

void require_range(const char* what, int value, int least, int largest) {
  if (value < least || value > largest) {
    throw InputError(std::string("accumulator ") + what + " from " + std::to_string(least) + " to " +
                     std::to_string(largest) + ", found " + std::to_string(value));
  }
}

void require_group(const AccumulatorSpec& spec, const char* bits, const char* products) {
  require_range(bits, spec.fraction_bits, 1, kMaxFractionBits);
  require_range(products, spec.group, 1, kMaxAlignedGroup);
}

void require_narrow(const AccumulatorSpec& spec) {
  require_range("fixW.L: expected a width", spec.width, kMinNarrowWidth, kMaxFixedWidth);
  require_range("fixW.L: expected a last bit", spec.lsb, -kMaxNarrowLsb, kMaxNarrowLsb);
}

/// The exact value of an accumulator word, as a term of a sum.
Term value_of(const AccumulatorSpec& spec, AccWord word) {
  switch (entered_sum(spec).kind) {
    case AccumulatorKind::fixed:
    case AccumulatorKind::narrow: {
      const Number special = decode(Format::fp32, to_fp32(spec, word));
      if (special.cls == NumberClass::nan || special.cls == NumberClass::infinity) {
        return special;
      }
      const Int128 sum = detail::sign_extended(detail::to_bits(word), spec.width);
      return {sum < 0, static_cast<Uint128>(sum < 0 ? -sum : sum), spec.lsb};
    }
    case AccumulatorKind::int32: {
      const auto sum = static_cast<std::int32_t>(static_cast<std::uint32_t>(word.lo));
      const Int128 wide = sum;
      return overflowed(spec, word) ? Term(make_nan()) : Term(sum < 0, static_cast<Uint128>(sum < 0 ? -wide : wide), 0);
    }
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::aligned:
    case AccumulatorKind::floating:
    case AccumulatorKind::group:
    case AccumulatorKind::int_group:
      break;
  }
  return decode(Format::fp32, to_fp32(spec, word));
}

}  // namespace

AccumulatorSpec laid_out(const MacSpec& spec, Format a, Format b, std::uint64_t terms) {
  if (spec.accumulator.kind != AccumulatorKind::fixed) {
    return spec.accumulator;
  }
  const int promote = spec.accumulator.promote;
  AccumulatorSpec fixed =
      fixed_layout(spec.multiplier, a, b, promote > 0 ? static_cast<std::uint64_t>(promote) : terms);
  fixed.promote = promote;
  return fixed;
}

void require_accumulator(const AccumulatorSpec& spec) {
  if (spec.promote < 0) {
    throw InputError("accumulator INNER/N: expected N of at least 1, found " + std::to_string(spec.promote));
  }
  switch (spec.kind) {
    case AccumulatorKind::fixed:
      require_range("fixed: expected a width in bits", spec.width, 2, kMaxFixedWidth);
      return;
    case AccumulatorKind::aligned:
      require_group(spec, "aligned-F: expected F", "aligned-F: expected a group");
      return;
    case AccumulatorKind::group:
      require_group(spec, "groupG-F: expected F", "groupG-F: expected G");
      if (spec.width != 0) {
        require_narrow(spec);
      }
      return;
    case AccumulatorKind::int_group:
      require_range("groupG/int32: expected G", spec.group, 1, kMaxAlignedGroup);
      return;
    case AccumulatorKind::narrow:
      require_narrow(spec);
      return;
    case AccumulatorKind::floating:
      require_range("floatM: expected M", spec.fraction_bits, 1, info(Format::fp32).man_bits);
      return;
    case AccumulatorKind::fp32:
    case AccumulatorKind::bf16:
    case AccumulatorKind::fp16:
    case AccumulatorKind::e4m3:
    case AccumulatorKind::int32:
      return;
  }
}

void require_sum(const MacSpec& spec, Format a, Format b) {
  require_accumulator(spec.accumulator);
  const bool integers = spec.accumulator.kind == AccumulatorKind::int_group;
  if (spec.accumulator.kind != AccumulatorKind::group && !integers) {
    return;
  }
  const std::string formats = std::string(info(a).name) + " * " + std::string(info(b).name);
  if (info(a).is_integer() != integers || info(b).is_integer() != integers) {
    throw InputError("accumulator " + accumulator_name(spec.accumulator) + ": expected products of " +
                     (integers ? "integers" : "floating-point formats") + ", found " + formats);
  }
  if (integers) {
    return;
  }
  const int needed = info(a).man_bits + info(b).man_bits;
  if (hardware(spec.multiplier.kind).significand == Significand::full && spec.accumulator.fraction_bits < needed) {
    throw InputError("accumulator " + accumulator_name(spec.accumulator) + ": expected F of at least " +
                     std::to_string(needed) + " for " + multiplier_name(spec.multiplier) + " products of " + formats +
                     ", found " + std::to_string(spec.accumulator.fraction_bits));
  }
}

AccWord promoted(const AccumulatorSpec& inner, AccWord total, AccWord sum) {
  const std::uint64_t flag = (total.lo >> detail::kTotalFlagBit) | (overflowed(inner, sum) ? 1U : 0U);
  const std::uint32_t value =
      detail::accumulate_float<Format::fp32>(static_cast<std::uint32_t>(total.lo), value_of(inner, sum), Overflow::ocp);
  return {.lo = value | (flag << detail::kTotalFlagBit), .hi = 0};
}

Sum::Sum(const AccumulatorSpec& spec, AccWord initial) : spec_(spec), inner_(spec) {
  require_accumulator(spec);
  inner_.promote = 0;
  (spec.promote > 0 ? total_ : running_) = initial;
}

bool Sum::takes_groups() const {
  return spec_.kind == AccumulatorKind::aligned || spec_.kind == AccumulatorKind::group ||
         spec_.kind == AccumulatorKind::int_group;
}

void Sum::add(const Number& product, int exponent) {
  if (takes_groups()) {
    group_.push_back({product, exponent});
  } else {
    running_ = accumulate(inner_, running_, product);
  }
  ++terms_;
  const bool due = spec_.promote > 0 && terms_ == spec_.promote;
  if (due || group_.size() == static_cast<std::size_t>(spec_.group)) {
    close_group();
  }
  if (due) {
    promote();
  }
}

void Sum::close_group() {
  if (group_.empty()) {
    return;
  }
  if (spec_.kind != AccumulatorKind::aligned) {
    running_ = accumulate_group(inner_, running_, group_);
  } else {
    std::vector<Number> products;
    for (const GroupTerm& term : group_) {
      products.push_back(term.product);
    }
    running_ = {.lo = aligned_group(spec_.fraction_bits, static_cast<std::uint32_t>(running_.lo), products), .hi = 0};
  }
  group_.clear();
}

void Sum::promote() {
  total_ = promoted(inner_, total_, running_);
  running_ = {};
  terms_ = 0;
}

AccWord Sum::result() const {
  Sum copy = *this;
  copy.close_group();
  if (spec_.promote > 0) {
    copy.promote();
    return copy.total_;
  }
  return copy.running_;
}

}  // namespace lmulsim::arith
