// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/paper/ladder_json.hpp"

#include <utility>

namespace lmulsim::study::paper {
namespace {

namespace json = boost::json;

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

json::object entry_json(const LadderEntry& entry) {
  const Question& q = entry.question;
  json::object out{{"technology", q.technology},
                   {"format", q.format},
                   {"sums", q.sums},
                   {"rung", name(q.rung)},
                   {"against", q.against},
                   {"target", name(q.target)},
                   {"clock_ns", entry.clock_ns ? json::value(*entry.clock_ns) : json::value(nullptr)},
                   {"quantity", quantity_word(q.saved)},
                   {"saving", saving_json(entry.saving)},
                   {"families", entry.saving.recipes},
                   {"n", cost::kUsualTries}};
  if (entry.misses()) {
    out["misses"] = true;
  }
  if (q.scenario) {
    out["scenario"] = name(*q.scenario);
  }
  return out;
}

json::object agreement_json(const Agreement& a) {
  return {{"compared", a.compared},
          {"agree", a.agree},
          {"share", a.compared > 0 ? json::value(static_cast<double>(a.agree) / a.compared) : json::value(nullptr)},
          {"missed_by_both", a.missed_by_both}};
}

}  // namespace

json::value saving_json(const cost::PairedSaving& saving) {
  const auto& saved = saving.saved;
  return saved ? json::value(json::array{saved->low, saved->value, saved->high}) : json::value();
}

json::array ladder_json(const std::vector<LadderEntry>& entries) {
  json::array out;
  for (const LadderEntry& entry : entries) {
    out.push_back(entry_json(entry));
  }
  return out;
}

json::object repetition_json(const Repetition& r) {
  json::object rungs;
  for (std::size_t i = 0; i < r.by_rung.size(); ++i) {
    rungs[kRungNames.words()[i]] = agreement_json(r.by_rung[i]);
  }
  return {{"technology", r.technology},     {"file", r.file},
          {"all", agreement_json(r.all())}, {"by_rung", std::move(rungs)},
          {"only_in_one", r.only_in_one},   {"notes", json::array(r.notes.begin(), r.notes.end())}};
}

}  // namespace lmulsim::study::paper
