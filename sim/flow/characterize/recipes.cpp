// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "flow/characterize/recipes.hpp"

#include <fmt/format.h>

namespace lmulsim::flow::characterize {
namespace {

constexpr const char* kRewrite =
    "balance; rewrite; refactor; balance; rewrite; rewrite -z; balance; refactor -z; rewrite -z; balance; ";
constexpr const char* kMap = "&get -n; &nf; &put; ";
constexpr const char* kSize = "topo; buffer -N 16; upsize; dnsize";

Recipe recipe(const char* name, const std::string& logic) {
  return {name, "strash; " + logic + kSize};
}

}  // namespace

const std::vector<Recipe>& balanced_recipes() {
  static const std::vector<Recipe> recipes{
      recipe("fraig-dc2", std::string("&get -n; &fraig -x; &put; scorr; dc2; strash; ") + kMap),
      recipe("syn3", "&get -n; &syn3; &syn3; &dch -f; &nf; &put; "),
      recipe("syn4", "&get -n; &syn4; &syn4; &dch -f; &nf; &put; "),
      recipe("rewrite", std::string(kRewrite) + kMap),
      recipe("dc2-dch", "ifraig; scorr; dc2; dch -f; map -B 0.9; "),
  };
  return recipes;
}

Recipe delay_recipe(double target_ps) {
  return {fmt::format("delay-{:.0f}ps", target_ps),
          fmt::format("strash; ifraig; scorr; dc2; dch -f; map -B 0.9 -D {0:.0f}; topo; buffer -c; upsize -D {0:.0f}; "
                      "dnsize -D {0:.0f}",
                      target_ps)};
}

}  // namespace lmulsim::flow::characterize
