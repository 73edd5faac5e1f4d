// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The pins of rtl/array/systolic_array.sv, once. Also compiled with every Verilated array: it includes nothing of the
// program.
#pragma once

#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace lmulsim::engine {

/// Input pins of the array in one cycle, without the data words.
struct ControlPins {
  bool rst_n = true;
  bool moving_valid = false;
  bool moving_first = false;
  bool moving_last = false;
  bool moving_accumulate = false;
  std::uint32_t moving_beats = 0;
  bool stationary_valid = false;
  bool psum_valid = false;
  bool result_ready = false;

  friend bool operator==(const ControlPins&, const ControlPins&) = default;
};

/// Output pins of the array in one cycle, without the data words.
struct AnswerPins {
  bool moving_ready = false;
  bool stationary_ready = false;
  bool psum_ready = false;
  bool result_valid = false;
  bool result_last = false;

  friend bool operator==(const AnswerPins&, const AnswerPins&) = default;
};

/// A pin by its name, without and with the RTL's suffix; a bundle of pins is a struct with a member of either name.
template <class Plain, class Rtl>
struct Pin {
  std::string_view name;
  std::string_view rtl_name;
  Plain plain;
  Rtl rtl;

  template <class Bundle>
  static constexpr bool is_in = std::is_invocable_v<Plain, Bundle&> || std::is_invocable_v<Rtl, Bundle&>;

  template <class Bundle>
  [[nodiscard]] constexpr decltype(auto) of(Bundle& bundle) const {
    if constexpr (std::is_invocable_v<Plain, Bundle&>) {
      return plain(bundle);
    } else {
      return rtl(bundle);
    }
  }
};
// Clang before 17 deduces no arguments of aggregates.
template <class Plain, class Rtl>
Pin(std::string_view, std::string_view, Plain, Rtl) -> Pin<Plain, Rtl>;

// Only the preprocessor makes a name of two.
#define LMULSIM_MEMBER(member) [](auto& b) -> decltype((b.member)) { return b.member; }
#define LMULSIM_PIN(pin, suffix)                                         \
  Pin {                                                                  \
#pin, #pin #suffix, LMULSIM_MEMBER(pin), LMULSIM_MEMBER(pin##suffix) \
  }

/// In the order of the port list.
inline constexpr std::tuple kPins{
    LMULSIM_PIN(clk, _i),
    LMULSIM_PIN(rst_n, i),  //
    LMULSIM_PIN(moving_valid, _i),
    LMULSIM_PIN(moving_ready, _o),
    LMULSIM_PIN(moving_first, _i),
    LMULSIM_PIN(moving_last, _i),  //
    LMULSIM_PIN(moving_accumulate, _i),
    LMULSIM_PIN(moving_beats, _i),
    LMULSIM_PIN(moving_data, _i),  //
    LMULSIM_PIN(stationary_valid, _i),
    LMULSIM_PIN(stationary_ready, _o),
    LMULSIM_PIN(stationary_data, _i),  //
    LMULSIM_PIN(psum_valid, _i),
    LMULSIM_PIN(psum_ready, _o),
    LMULSIM_PIN(psum_data, _i),  //
    LMULSIM_PIN(result_valid, _o),
    LMULSIM_PIN(result_ready, _i),
    LMULSIM_PIN(result_last, _o),
    LMULSIM_PIN(result_data, _o),  //
};

#undef LMULSIM_PIN
#undef LMULSIM_MEMBER

namespace detail {

template <class P, class... Bundles>
inline constexpr bool in_all = (P::template is_in<std::remove_reference_t<Bundles>> && ...);

template <class... Bundles>
struct Count {
  template <class... P>
  constexpr int operator()(const P&... /*pins*/) const {
    return (0 + ... + (in_all<P, Bundles...> ? 1 : 0));
  }
};

}  // namespace detail

/// visit(pin, its member in each bundle) for every pin that all the bundles have: ControlPins beside a larger bundle
/// means its control inputs, and so on.
template <class Visit, class... Bundles>
constexpr void for_each_pin(Visit&& visit, Bundles&&... bundles) {
  const auto one = [&]<class P>(const P& pin) {
    if constexpr (detail::in_all<P, Bundles...>) {
      visit(pin, pin.of(bundles)...);
    }
  };
  std::apply([&](const auto&... pins) { (one(pins), ...); }, kPins);
}

/// How many pins all these bundles have.
template <class... Bundles>
[[nodiscard]] constexpr int pins_in() {
  return std::apply(detail::Count<Bundles...>{}, kPins);
}

inline constexpr int kAllPins = std::tuple_size_v<decltype(kPins)>;

}  // namespace lmulsim::engine
