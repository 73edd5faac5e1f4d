// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A config.json: its shape, and the operators of both phases.
#include "formats/hf/hf_config.hpp"
#include "target.hpp"
#include "util/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lmulsim;
  return fuzz::refuse_or([&] {
    const boost::json::value config = util::parse_json(fuzz::text_of(data, size), "config.json");
    const transformer::Transformer shape = formats::hf::read_hf_config(config, "config.json");
    fuzz::observe(transformer::build_transformer(shape, {}).macs());
    if (shape.causal) {
      fuzz::observe(transformer::build_transformer(shape, {.phase = graph::Phase::decode}).macs());
    }
  });
}
