// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cosim/shrink.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "timing/closed_form.hpp"

namespace lmulsim::cosim {

namespace {

constexpr std::int64_t kMostCycles = 6'000'000;

struct Range {
  std::int64_t begin = 0;
  std::int64_t end = 0;

  [[nodiscard]] std::int64_t size() const { return end - begin; }
};

/// What is kept of a case.
struct Part {
  Range gemm, m, n, k;
};

Part whole(const CosimCase& c) {
  return {{0, c.count}, {0, c.gemm.m}, {0, c.gemm.n}, {0, c.gemm.k}};
}

CosimCase cut(const CosimCase& c, const Part& p) {
  CosimCase part = c;
  part.count = p.gemm.size();
  part.gemm = {p.m.size(), p.n.size(), p.k.size()};
  engine::Operands operands;
  for (std::int64_t g = p.gemm.begin; g < p.gemm.end; ++g) {
    for (std::int64_t m = p.m.begin; m < p.m.end; ++m) {
      const auto row = c.operands->a.begin() + (g * c.gemm.m + m) * c.gemm.k;
      operands.a.insert(operands.a.end(), row + p.k.begin, row + p.k.end);
    }
    for (std::int64_t k = p.k.begin; k < p.k.end; ++k) {
      const auto row = c.operands->b.begin() + (g * c.gemm.k + k) * c.gemm.n;
      operands.b.insert(operands.b.end(), row + p.n.begin, row + p.n.end);
    }
  }
  part.operands = std::move(operands);
  return part;
}

class Shrinker {
 public:
  Shrinker(const machine::ArrayShape& shape, CosimCase failing, const std::function<bool(const CosimCase&)>& fails)
      : shape_(shape), best_(std::move(failing)), fails_(fails) {}

  CosimCase run() {
    bool smaller = true;
    while (smaller) {
      smaller = fewer_stalls();
      for (Range Part::*side : {&Part::gemm, &Part::m, &Part::n, &Part::k}) {
        smaller |= shorter(side);
      }
      smaller |= plain_loops();
    }
    return best_;
  }

 private:
  bool accept(CosimCase candidate) {
    const mapping::Program program(shape_, candidate.gemm, candidate.count, candidate.loops);
    spent_ += timing::ClosedForm(program).total();
    if (spent_ > kMostCycles || !fails_(candidate)) {
      return false;
    }
    best_ = std::move(candidate);
    return true;
  }

  bool fewer_stalls() {
    bool smaller = false;
    if (best_.stalls.any()) {
      CosimCase candidate = best_;
      candidate.stalls = {};
      smaller = accept(std::move(candidate));
    }
    for (int engine::Stalls::*channel : {&engine::Stalls::moving_percent, &engine::Stalls::stationary_percent,
                                         &engine::Stalls::psum_percent, &engine::Stalls::result_percent}) {
      if (best_.stalls.*channel > 0) {
        CosimCase candidate = best_;
        candidate.stalls.*channel = 0;
        smaller |= accept(std::move(candidate));
      }
    }
    return smaller;
  }

  bool plain_loops() {
    const mapping::LoopNest plain{std::max(best_.gemm.m, best_.gemm.n), 1};
    if (best_.loops == plain) {
      return false;
    }
    CosimCase candidate = best_;
    candidate.loops = plain;
    return accept(std::move(candidate));
  }

  // Halves first, then single steps from either end.
  bool shorter(Range Part::*side) {
    bool smaller = false;
    for (bool again = true; again;) {
      const Part all = whole(best_);
      const Range r = all.*side;
      const std::int64_t half = (r.size() + 1) / 2;
      again = r.size() > 1 && std::ranges::any_of(std::array{Range{0, half}, Range{r.size() - half, r.size()},
                                                             Range{0, r.size() - 1}, Range{1, r.size()}},
                                                  [&](const Range& kept) {
                                                    Part part = all;
                                                    part.*side = kept;
                                                    return accept(cut(best_, part));
                                                  });
      smaller |= again;
    }
    return smaller;
  }

  machine::ArrayShape shape_;
  CosimCase best_;
  const std::function<bool(const CosimCase&)>& fails_;
  std::int64_t spent_ = 0;
};

}  // namespace

CosimCase smallest_case(const machine::ArrayShape& shape, CosimCase failing,
                        const std::function<bool(const CosimCase&)>& fails) {
  return Shrinker(shape, std::move(failing), fails).run();
}

CosimCase without_last_term(const CosimCase& c) {
  Part part = whole(c);
  --part.k.end;
  return cut(c, part);
}

}  // namespace lmulsim::cosim
