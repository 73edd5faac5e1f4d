// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "characterize/recipes.hpp"

#include <fmt/format.h>

namespace lmulsim::sim {
namespace {

constexpr const char* kRewrite =
    "balance; rewrite; refactor; balance; rewrite; rewrite -z; balance; refactor -z; rewrite -z; balance; ";
constexpr const char* kMap = "amap -m; topo; buffer -N 16; upsize; dnsize";

Recipe area_recipe(const char* name, const std::string& restructure) {
  return {name, "strash; " + restructure + kMap};
}

}  // namespace

const std::vector<Recipe>& area_recipes() {
  static const std::vector<Recipe> recipes{
      area_recipe("dch", "dch; "),
      area_recipe("scorr-dc2-dch", "ifraig; scorr; dc2; dch; "),
      area_recipe("rewrite-dch", std::string(kRewrite) + "dch; "),
      area_recipe("syn3-dch", "&get -n; &syn3; &syn3; &put; dch; "),
      area_recipe("fraig-dc2-dch", "&get -n; &fraig -x; &put; scorr; dc2; dch -f; "),
  };
  return recipes;
}

Recipe delay_recipe(double target_ps) {
  return {fmt::format("delay-{:.0f}ps", target_ps),
          fmt::format("strash; ifraig; scorr; dc2; dch -f; map -B 0.9 -D {0:.0f}; topo; buffer -c; upsize -D {0:.0f}; "
                      "dnsize -D {0:.0f}",
                      target_ps)};
}

}  // namespace lmulsim::sim
