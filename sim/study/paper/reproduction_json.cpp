// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "study/paper/ladder_json.hpp"
#include "study/paper/reproduction.hpp"

namespace lmulsim::study::paper {
namespace {

namespace json = boost::json;

json::value band_json(const std::optional<cost::Band>& band) {
  return band ? json::value{{"low", band->low}, {"value", band->value}, {"high", band->high}} : json::value(nullptr);
}

json::object claim_json(const CheckedClaim& c, const std::vector<std::string>& measured_in) {
  json::object measured;
  for (std::size_t i = 0; i < c.measured.size(); ++i) {
    const Measurement& m = c.measured[i];
    measured[measured_in[i]] = m.band ? band_json(m.band) : json::value{{"missing", m.missing}};
  }
  return {{"quantity", c.claim.quantity.substr(c.claim.quantity.find_first_not_of(' '))},
          {"unit", c.claim.unit},
          {"paper", c.claim.paper ? json::value(*c.claim.paper) : json::value(nullptr)},
          {"recomputed", band_json(c.claim.recomputed)},
          {"measured", std::move(measured)},
          {"explanation", c.claim.explanation}};
}

json::object group_json(const CheckedGroup& group, const std::vector<std::string>& measured_in) {
  json::array claims;
  for (const CheckedClaim& c : group.claims) {
    claims.push_back(claim_json(c, measured_in));
  }
  return {{"title", group.title},
          {"claims", std::move(claims)},
          {"notes", json::array(group.notes.begin(), group.notes.end())}};
}

json::object judged_json(const JudgedClaim& c) {
  json::object out{{"claim", c.claim.claim},
                   {"source", c.claim.source},
                   {"plan", c.claim.plan},
                   {"against", c.claim.against},
                   {"criterion", c.claim.criterion == Criterion::better ? "better" : "no worse"},
                   {"ratio", c.ratio ? json::value(c.ratio->value) : json::value(nullptr)},
                   {"standard_error", c.ratio ? json::value(c.ratio->error) : json::value(nullptr)},
                   {"verdict", name(c.verdict)}};
  if (!c.missing.empty()) {
    out["missing"] = c.missing;
  }
  return out;
}

json::array designs_json(const std::vector<QualityBeside>& designs) {
  json::array out;
  for (const QualityBeside& row : designs) {
    for (std::size_t i = 0; i < row.over_fp32.size(); ++i) {
      if (const auto& ratio = row.over_fp32[i]) {
        out.push_back(json::object{{"multiplier", QualityBeside::kMultipliers[i]},
                                   {"format", row.format},
                                   {"sums", row.sums},
                                   {"perplexity_over_fp32", ratio->value},
                                   {"standard_error", ratio->error}});
      }
    }
  }
  return out;
}

json::object quality_json(const QualityStudy& study) {
  json::array claims;
  for (const JudgedClaim& c : study.claims) {
    claims.push_back(judged_json(c));
  }
  return {{"model", study.model},          {"text", study.text},          {"tokens", study.tokens},
          {"perplexity_fp32", study.fp32}, {"file", study.file},          {"sha256", study.sha256},
          {"made_by", study.made_by},      {"claims", std::move(claims)}, {"designs", designs_json(study.designs)}};
}

}  // namespace

json::object to_json(const Reproduction& r) {
  json::array groups;
  for (const CheckedGroup& group : r.groups) {
    groups.push_back(group_json(group, r.measured_in));
  }
  json::array repetitions;
  for (const Repetition& repetition : r.repetitions) {
    repetitions.push_back(repetition_json(repetition));
  }
  json::array effects;
  for (const Effect& e : r.effects) {
    effects.push_back(json::object{{"technology", e.technology},
                                   {"what", e.what},
                                   {"sums", e.sums},
                                   {"clock_ns", e.clock_ns},
                                   {"saving", saving_json(e.saving)}});
  }
  json::array clock_gates;
  for (const ClockGateSaving& s : r.clock_gates) {
    clock_gates.push_back(json::object{{"technology", s.technology},
                                       {"design", s.design},
                                       {"sums", s.sums},
                                       {"clock_ns", s.clock_ns},
                                       {"energy", saving_json(s.energy)},
                                       {"area", saving_json(s.area)}});
  }
  json::array wires;
  for (const WireSaving& s : r.wires) {
    wires.push_back(json::object{{"technology", s.technology},
                                 {"sums", s.sums},
                                 {"against", s.against},
                                 {"times", s.times},
                                 {"saved", s.saved()},
                                 {"lmul_pj", s.lmul_pj},
                                 {"other_pj", s.other_pj},
                                 {"lmul_ns", s.lmul_ns},
                                 {"other_ns", s.other_ns}});
  }
  json::array technologies;
  for (const TechnologyNote& t : r.technologies) {
    technologies.push_back(json::object{{"name", t.name}, {"summary", t.summary}, {"origin", t.origin}});
  }
  json::array quality;
  for (const QualityStudy& study : r.quality) {
    quality.push_back(quality_json(study));
  }
  return {{"schema", kReproductionSchema},
          {"made_by", r.made_by},
          {"claims", std::move(groups)},
          {"quality", std::move(quality)},
          {"ladder", ladder_json(r.ladder.entries)},
          {"fastest_clock", ladder_json(r.ladder.fastest)},
          {"left_out", json::array(r.ladder.notes.begin(), r.ladder.notes.end())},
          {"effects", std::move(effects)},
          {"clock_gates", std::move(clock_gates)},
          {"wires", std::move(wires)},
          {"repeats", std::move(repetitions)},
          {"technologies", std::move(technologies)},
          {"notes", json::array(r.notes.begin(), r.notes.end())}};
}

}  // namespace lmulsim::study::paper
