// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <boost/json.hpp>

#include "study/paper/claims_grid.hpp"

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

json::object against_json(const Against& a) {
  json::object out{{"cost", band_json(a.cost)}, {"left", band_json(a.left)}, {"verdict", result::name(a.verdict)}};
  if (!a.missing.empty()) {
    out["missing"] = a.missing;
  }
  return out;
}

json::object ladder_json(const Ladder& l) {
  json::array steps;
  for (const Step& s : l.steps) {
    steps.push_back(json::object{{"rung", name(s.rung)},
                                 {"lmul", band_json(s.lmul)},
                                 {"exact", against_json(s.exact)},
                                 {"int8", against_json(s.int8)}});
  }
  return {{"technology", l.technology},
          {"format", arith::info(l.format).name},
          {"quantity", quantity_name(l.quantity)},
          {"unit", l.quantity == cost::Quantity::energy ? "pJ" : "um^2"},
          {"clock_hz", l.clock_hz},
          {"registers_covered", l.has_registers},
          {"steps", std::move(steps)}};
}

std::string_view quantity_word(cost::Saved saved) {
  switch (saved) {
    case cost::Saved::energy:
      return "energy";
    case cost::Saved::area:
      return "area";
    case cost::Saved::edp:
      return "edp";
    case cost::Saved::period:
      break;
  }
  return "period";
}

json::object drawn_json(const DrawnStep& s) {
  const cost::PairedSaving& saving = s.saving;
  json::object out{{"technology", s.technology},
                   {"unit", s.unit},
                   {"format", s.format},
                   {"sums", s.sums},
                   {"rung", s.rung},
                   {"against", s.against},
                   {"clock_ns", s.clock_ns ? json::value(*s.clock_ns) : json::value(nullptr)},
                   {"quantity", quantity_word(s.saved)},
                   {"saving", nullptr},
                   {"families", saving.recipes},
                   {"n", kTries}};
  if (saving.saved) {
    out["saving"] = json::array{saving.saved->low, saving.saved->value, saving.saved->high};
  } else {
    out["missing"] = s.missing;
  }
  return out;
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

json::object quality_json(const QualityStudy& study) {
  json::array claims;
  for (const JudgedClaim& c : study.claims) {
    claims.push_back(judged_json(c));
  }
  return {{"model", study.model}, {"text", study.text},     {"tokens", study.tokens},   {"perplexity_fp32", study.fp32},
          {"file", study.file},   {"sha256", study.sha256}, {"made_by", study.made_by}, {"claims", std::move(claims)}};
}

}  // namespace

json::object to_json(const Reproduction& r) {
  json::array groups;
  for (const CheckedGroup& group : r.groups) {
    groups.push_back(group_json(group, r.measured_in));
  }
  json::array ladders;
  for (const Ladder& l : r.ladders) {
    ladders.push_back(ladder_json(l));
  }
  json::array drawn;
  for (const DrawnStep& s : r.drawn) {
    drawn.push_back(drawn_json(s));
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
          {"ladders", std::move(ladders)},
          {"ladder", std::move(drawn)},
          {"technologies", std::move(technologies)},
          {"notes", json::array(r.notes.begin(), r.notes.end())}};
}

}  // namespace lmulsim::study::paper
