// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "rtl/rtl_array.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <vector>

#include "rtl/wrapper/abi.hpp"
#include "util/error.hpp"
#include "util/home.hpp"

namespace lmulsim::rtl {

namespace {

// The models leave the Verilated runtime undefined: it is loaded once, for all of them.
void load_runtime() {
  static const bool loaded = [] {
    if (dlopen(util::shared_object(LMULSIM_VERILATED_RUNTIME).c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
      throw InputError(fmt::format("cannot load the Verilated runtime: {}", dlerror()));
    }
    return true;
  }();
  static_cast<void>(loaded);
}

const RtlModelApi& load_api(const std::filesystem::path& file) {
  load_runtime();
  // Never closed: a process uses few models, and destructors of the Verilated code must outlive them all.
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw InputError(fmt::format("{}: cannot load the Verilated model: {}", file.string(), dlerror()));
  }
  const auto* api = static_cast<const RtlModelApi*>(dlsym(library, kRtlApiSymbol));
  if (api == nullptr || api->abi != kRtlAbi) {
    throw InputError(fmt::format("{}: not a Verilated model of this program (interface {})", file.string(), kRtlAbi));
  }
  return *api;
}

class RtlArray final : public engine::ArrayDut {
 public:
  RtlArray(const engine::ArrayParams& params, std::uint32_t seed, const RtlModelApi& api, const char* wave_file)
      : api_(api),
        out_(params.shape),
        sums_in_(2 * static_cast<std::size_t>(params.shape.cols)),
        sums_out_(2 * static_cast<std::size_t>(params.shape.cols)),
        model_(checked([&] { return api.create(seed, wave_file); }), api.destroy) {}

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override {
    for (std::size_t i = 0; i < in.psum_data.size(); ++i) {
      sums_in_[2 * i] = in.psum_data[i].lo;
      sums_in_[2 * i + 1] = in.psum_data[i].hi;
    }
    const RtlPinsIn pins{.control = in,
                         .moving_data = in.moving_data.data(),
                         .stationary_data = in.stationary_data.data(),
                         .psum_data = sums_in_.data()};
    RtlPinsOut out{};
    out.result_data = sums_out_.data();
    checked([&] {
      api_.settle(model_.get(), &pins, &out);
      return nullptr;
    });
    static_cast<engine::AnswerPins&>(out_) = out.control;
    for (std::size_t i = 0; i < out_.result_data.size(); ++i) {
      out_.result_data[i] = {.lo = sums_out_[2 * i], .hi = sums_out_[2 * i + 1]};
    }
    return out_;
  }

  void clock() override {
    checked([&] {
      api_.clock(model_.get());
      return nullptr;
    });
  }

  [[nodiscard]] std::string_view name() const override { return "rtl"; }

 private:
  template <typename Call>
  static void* checked(const Call& call) {
    try {
      return call();
    } catch (const std::runtime_error& e) {
      throw CheckError(e.what());
    }
  }

  const RtlModelApi& api_;
  engine::ArrayOut out_;
  std::vector<std::uint64_t> sums_in_;
  std::vector<std::uint64_t> sums_out_;
  std::unique_ptr<void, void (*)(void*)> model_;
};

}  // namespace

std::unique_ptr<engine::ArrayDut> make_rtl_array(const engine::ArrayParams& params, std::uint32_t seed,
                                                 const std::optional<std::filesystem::path>& vcd,
                                                 ModelOptions options) {
  options.waves = vcd.has_value();
  if (vcd && !std::ofstream(*vcd)) {
    throw InputError(fmt::format("{}: cannot write waves here", vcd->string()));
  }
  const RtlModelApi& api = load_api(build_rtl_model(params, options));
  return std::make_unique<RtlArray>(params, seed, api, vcd ? vcd->c_str() : nullptr);
}

}  // namespace lmulsim::rtl
