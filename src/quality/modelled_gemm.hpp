// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "quality/errors.hpp"
#include "quality/modelled_product.hpp"
#include "quality/plan.hpp"
#include "transformer/model_math.hpp"

namespace lmulsim::quality {

/// The products of one model in the arithmetic of a plan. Weights are quantised once, at their first use. Safe to call
/// from several threads; a result depends on its operands alone.
class ModelledGemm {
 public:
  explicit ModelledGemm(Plan plan, ProductObserver observe = {})
      : plan_(std::move(plan)), observe_(std::move(observe)) {}

  /// Computes one product; with `errors` also in fp32, and adds up the difference (plain fp32 products are left out);
  /// with `overflows` adds up the sums that left their range.
  void run(const transformer::GemmCall& call, std::span<float> out, LayerErrors* errors = nullptr,
           LayerOverflows* overflows = nullptr);

  /// For ModelRunner; refers to this object, and to `errors` and `overflows` if given.
  [[nodiscard]] transformer::GemmFunction function(LayerErrors* errors = nullptr, LayerOverflows* overflows = nullptr);

  [[nodiscard]] const Plan& plan() const { return plan_; }

 private:
  [[nodiscard]] std::shared_ptr<const Quantised> operand_b(const transformer::GemmCall& call,
                                                           const Arithmetic& arithmetic);

  Plan plan_;
  ProductObserver observe_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Quantised>, std::less<>> weights_;
};

}  // namespace lmulsim::quality
