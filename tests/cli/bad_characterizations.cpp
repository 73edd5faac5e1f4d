// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"
#include "inputs.hpp"

namespace lmulsim::cli_test {

void bad_characterizations(BadInputs& table) {
  const std::string known = "characterize --library osu018 ";
  table.add("CharacterizeWithoutLibrary", "characterize", {},
            {"characterize: expected --library NAME or --liberty FILE..., found neither"});
  table.add("CharacterizeUnknownLibrary", "characterize --library osu81", {},
            {"--library: expected osu018, sky130hd, ihp-sg13g2, asap7, found 'osu81'", "the nearest is 'osu018'"});
  table.add("CharacterizeTwoLibraries", known + "--liberty x.lib", {}, {"--liberty", "--library", "excludes"});
  table.add("CharacterizeWithoutName", "characterize --liberty x.lib --node-nm 45", {},
            {"--liberty needs --name and --node-nm"});
  table.add("CharacterizeWithoutNode", "characterize --liberty x.lib --name x", {},
            {"--liberty needs --name and --node-nm"});
  table.add("CharacterizeRenamesAKnownLibrary", known + "--name mine", {}, {"--name", "requires", "--liberty"});
  table.add("CharacterizeNodeOfNothing", "characterize --liberty x.lib --name x --node-nm 0", {}, {"--node-nm", "0"});
  table.add("CharacterizeTooFewVectors", known + "--vectors 511", {}, {"--vectors", "511", "512"});
  table.add("CharacterizeNegativeSeed", known + "--seed -1", {}, {"--seed", "-1"});
  table.add("CharacterizeWithoutThreads", known + "--jobs 0", {}, {"--jobs", "0"});
  table.add("CharacterizeNoRecipes", known + "--families 0", {}, {"--families", "0"});
  table.add("CharacterizeNegativeRecipe", known + "--first-recipe -1", {}, {"--first-recipe", "-1"});
  table.add("CharacterizeExtendsNothing", known + "--extend t.json", {}, {"t.json"});
  table.add("CharacterizeNoUnits", known + "--only lmull", {},
            {"--only: no unit's name contains 'lmull'", "--list shows them"});
  table.add("ListNoUnits", "characterize --list --accelerator int8-ws-4x4 --only lmul", {},
            {"--only: no unit's name contains 'lmul'"});
  table.add("CharacterizeUnknownAccelerator", known + "--accelerator int8-ws-4x5", {},
            {"'int8-ws-4x5'", "the nearest is 'int8-ws-4x4'"});
  table.add("CharacterizeBadAccelerator", known + "--accelerator a.yaml",
            {{"a.yaml", replaced(accelerator(), "multiplier: lmul", "multiplier: lmull")}}, {"a.yaml", "'lmull'"});
}

}  // namespace lmulsim::cli_test
