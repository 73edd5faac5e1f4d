// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "arith/product.hpp"
#include "bench/operand_view.hpp"
#include "engine/dut.hpp"
#include "engine/run.hpp"

namespace lmulsim::lockstep {

/// One multiply-accumulate on the way to a result.
struct ChainTerm {
  std::int64_t k = -1;  ///< index of the product's inner dimension; -1: padding, which changes no sum
  int row = 0;          ///< of the PE
  std::uint32_t moving = 0;
  std::uint32_t top = 0;
  arith::Number product;
  arith::AccWord sum;  ///< after this term
};

/// How the word of one lane comes about, within its command.
struct ResultChain {
  std::int64_t command = 0;
  std::int64_t beat = 0;    ///< result beat of the command
  std::int64_t result = 0;  ///< index into C[count][m][n]; -1: padding
  arith::AccWord start;     ///< the partial sum that came in at the top
  std::vector<ChainTerm> terms;
};

/// What the fast engine says about an array's pins: handshakes of the control model, and on the data pins the sums of
/// the reference arithmetic, term by term. It shares no code with the cycle models of the array. Name "fast".
class ReferencePins final : public engine::ArrayDut {
 public:
  /// Program and operands must outlive it.
  ReferencePins(const engine::ArrayParams& params, const mapping::Program& program, const engine::Operands& operands);

  const engine::ArrayOut& settle(const engine::ArrayIn& in) override;
  void clock() override;
  [[nodiscard]] std::string_view name() const override { return "fast"; }

  /// The command whose results leave next.
  [[nodiscard]] std::int64_t command() const { return tile_; }
  /// The chain of the result that is at the pins, or leaves next, in a lane; nothing beyond the program's end.
  [[nodiscard]] std::optional<ResultChain> chain(int lane) const;

 private:
  void reset();
  [[nodiscard]] std::vector<ChainTerm> stationary_terms(const mapping::Tile& tile, int lane) const;
  [[nodiscard]] std::vector<ChainTerm> output_terms(const mapping::Tile& tile, int lane) const;

  engine::ArrayParams params_;
  const mapping::Program& program_;
  bench::OperandView view_;
  std::unique_ptr<engine::ArrayDut> control_;
  engine::ArrayIn in_;
  engine::ArrayOut out_;
  std::int64_t tile_ = 0;
  std::int64_t beat_ = 0;
  bool computed_ = false;  ///< sums_ are those of this result
  std::vector<arith::AccWord> sums_;
  std::deque<std::vector<arith::AccWord>> starts_;  ///< partial sums of accepted beats whose results are on their way
};

}  // namespace lmulsim::lockstep
