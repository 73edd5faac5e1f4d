// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "explore/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>
#include <vector>

#include "util/error.hpp"
#include "util/json.hpp"
#include "util/nearest.hpp"
#include "util/number.hpp"

namespace lmulsim::explore {
namespace {

using Result = std::optional<Interval>;

Result exact(const std::optional<double>& value) {
  return value ? Result({*value, *value, *value}) : Result();
}
Result count(const std::optional<std::int64_t>& value) {
  return value ? exact(static_cast<double>(*value)) : Result();
}
Result band(const RunRow::Real& low, const RunRow::Real& value, const RunRow::Real& high) {
  return low && value && high ? Result({*low, *value, *high}) : Result();
}
Result with_error(const RunRow::Real& value, const RunRow::Real& error) {
  return value && error ? Result({*value - *error, *value, *value + *error}) : exact(value);
}
Result scaled(const Result& x, double factor) {
  return x ? Result({x->low * factor, x->value * factor, x->high * factor}) : Result();
}
/// Of a number without error by one that has some.
Result quotient(const RunRow::Real& x, const Result& y) {
  return x && y && y->low > 0 ? Result({*x / y->high, *x / y->value, *x / y->low}) : Result();
}

Result energy(const RunRow& r) {
  return band(r.energy_pj_low, r.energy_pj, r.energy_pj_high);
}
Result area(const RunRow& r) {
  return band(r.area_um2_low, r.area_um2, r.area_um2_high);
}
Result power(const RunRow& r) {
  return band(r.power_w_low, r.power_w, r.power_w_high);
}
RunRow::Real tops(const RunRow& r) {
  return r.macs && r.time_s && *r.time_s > 0 ? RunRow::Real(static_cast<double>(*r.macs) * 2e-12 / *r.time_s)
                                             : RunRow::Real();
}
Result each(const Result& x, const RunRow::Integer& n) {
  return n && *n > 0 ? scaled(x, 1 / static_cast<double>(*n)) : Result();
}

constexpr std::string_view kTopsSql = "case when time_s > 0 then macs * 2e-12 / time_s end";

constexpr std::array kMetrics{
    Metric{"cycles", "cycles", false, "cycles", [](const RunRow& r) { return count(r.cycles); }, "of the array"},
    Metric{"time_s", "s", false, "time_s", [](const RunRow& r) { return exact(r.time_s); }, "cycles at the clock"},
    Metric{"tokens_per_s", "1/s", true, "case when tokens > 0 and time_s > 0 then tokens / time_s end",
           [](const RunRow& r) {
             return r.tokens && *r.tokens > 0 && r.time_s && *r.time_s > 0
                        ? exact(static_cast<double>(*r.tokens) / *r.time_s)
                        : Result();
           },
           "tokens of the run over its time"},
    Metric{"macs", "", false, "macs", [](const RunRow& r) { return count(r.macs); }, "useful multiply-accumulates"},
    Metric{"utilization", "", true, "utilization", [](const RunRow& r) { return exact(r.utilization); },
           "useful multiply-accumulates a PE and cycle"},
    Metric{"energy_pj", "pJ", false, "energy_pj", energy, "of the run"},
    Metric{"energy_per_token_pj", "pJ", false, "case when tokens > 0 then energy_pj * (1.0 / tokens) end",
           [](const RunRow& r) { return each(energy(r), r.tokens); }, "energy over tokens"},
    Metric{"energy_per_mac_pj", "pJ", false, "case when macs > 0 then energy_pj * (1.0 / macs) end",
           [](const RunRow& r) { return each(energy(r), r.macs); }, "energy over useful multiply-accumulates"},
    Metric{"power_w", "W", false, "power_w", power, "energy over time"},
    Metric{"edp_js", "J s", false, "energy_pj * (time_s * 1e-12)",
           [](const RunRow& r) { return r.time_s ? scaled(energy(r), *r.time_s * 1e-12) : Result(); },
           "energy times time"},
    Metric{"area_um2", "um^2", false, "area_um2", area, "of array and memories"},
    Metric{"tops", "10^12/s", true, kTopsSql, [](const RunRow& r) { return exact(tops(r)); },
           "useful operations a second, two a multiply-accumulate"},
    Metric{"tops_per_w", "10^12/s/W", true,
           "case when time_s > 0 and power_w_low > 0 then macs * 2e-12 / time_s / power_w end",
           [](const RunRow& r) { return quotient(tops(r), power(r)); }, "tops over power"},
    Metric{"tops_per_mm2", "10^12/s/mm^2", true,
           "case when time_s > 0 and area_um2_low > 0 then macs * 2e-12 / time_s / (area_um2 * 1e-6) end",
           [](const RunRow& r) { return quotient(tops(r), scaled(area(r), 1e-6)); }, "tops over area"},
    Metric{"dram_bytes", "bytes", false, "dram_bytes", [](const RunRow& r) { return count(r.dram_bytes); },
           "from and to DRAM"},
    Metric{"perplexity", "", false, "perplexity",
           [](const RunRow& r) { return with_error(r.perplexity, r.perplexity_error); },
           "of the quality table's model in the PE's arithmetic"},
    Metric{"perplexity_ratio", "", false, "perplexity_ratio",
           [](const RunRow& r) { return with_error(r.perplexity_ratio, r.perplexity_ratio_error); },
           "perplexity over fp32's"},
    Metric{"nll_rms", "nats", false, "nll_rms", [](const RunRow& r) { return exact(r.nll_rms); },
           "root mean square of the difference of tokens' negative log-likelihoods to fp32's"},
    Metric{"agreement", "", true, "agreement",
           [](const RunRow& r) { return with_error(r.agreement, r.agreement_error); },
           "share of tokens whose most probable one is fp32's"},
};

/// "energy_pj" and "area_um2" of the member parts.
Result part_of(const RunRow& row, std::string_view quantity, std::string_view part) {
  const boost::json::value all = util::parse_json(row.parts, "parts");
  const auto* parts = all.as_object().if_contains(quantity);
  const auto* found = parts == nullptr ? nullptr : parts->as_object().if_contains(part);
  if (found == nullptr) {
    return std::nullopt;
  }
  const boost::json::array& ends = found->as_array();
  return Interval{ends.at(0).to_number<double>(), ends.at(1).to_number<double>(), ends.at(2).to_number<double>()};
}

std::vector<const Value*> pointers_to(const std::vector<Value>& values) {
  std::vector<const Value*> out;
  out.reserve(values.size());
  for (const Value& value : values) {
    out.push_back(&value);
  }
  return out;
}

const Metric* find_metric(std::string_view name) {
  const auto* const at = std::ranges::find(kMetrics, name, &Metric::name);
  return at == kMetrics.end() ? nullptr : &*at;
}

}  // namespace

std::span<const Metric> metrics() {
  return kMetrics;
}

std::optional<Interval> MetricRef::of(const RunRow& row) const {
  Result out = part.empty() ? metric->of(row) : part_of(row, metric->name, part);
  if (out && !end.empty()) {
    out = exact(end == "low" ? out->low : out->high);
  }
  return out;
}

std::string MetricRef::name() const {
  std::string out(metric->name);
  if (!part.empty()) {
    out += "." + part;
  }
  return end.empty() ? out : out + "." + std::string(end);
}

MetricRef metric(std::string_view name, std::string_view where) {
  MetricRef out;
  std::string_view rest = name;
  for (const std::string_view end : {"low", "high"}) {
    if (rest.size() > end.size() && rest.ends_with(end) && rest[rest.size() - end.size() - 1] == '.') {
      out.end = end;
      rest.remove_suffix(end.size() + 1);
    }
  }
  const std::size_t dot = rest.find('.');
  out.metric = find_metric(rest.substr(0, dot));
  const bool has_parts = rest.starts_with("energy_pj.") || rest.starts_with("area_um2.");
  if (out.metric == nullptr || (dot != std::string_view::npos && !has_parts)) {
    std::vector<std::string_view> names;
    names.reserve(kMetrics.size());
    for (const Metric& m : kMetrics) {
      names.push_back(m.name);
    }
    throw InputError(
        fmt::format("{}: expected a metric ('lmulsim results metrics' has them), found {}; the nearest is "
                    "'{}'",
                    where, util::shown(name), util::nearest_name(name.substr(0, util::kLongestLookedUp), names)));
  }
  out.part = dot == std::string_view::npos ? "" : std::string(rest.substr(dot + 1));
  return out;
}

MetricExpression metric_expression(const std::string& text, const std::string& where) {
  std::vector<MetricRef> slots;
  const auto resolve = [&](std::string_view name) {
    slots.push_back(metric(name, "limits"));
    return slots.size() - 1;
  };
  Expression expression(text, where, resolve);
  return {std::move(slots), std::move(expression)};
}

std::vector<Value> MetricExpression::values_of(const RunRow& row) const {
  std::vector<Value> values;
  values.reserve(slots.size());
  for (const MetricRef& slot : slots) {
    const std::optional<Interval> found = slot.of(row);
    values.push_back(found ? Value(found->value) : Value());
  }
  return values;
}

bool MetricExpression::holds(const RunRow& row) const {
  const std::vector<Value> values = values_of(row);
  return expression.holds(pointers_to(values));
}

double MetricExpression::violation(const RunRow& row) const {
  const std::vector<Value> values = values_of(row);
  return expression.violation(pointers_to(values));
}

}  // namespace lmulsim::explore
