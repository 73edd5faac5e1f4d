// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "report/base64.hpp"
#include "report/html.hpp"
#include "report/sweep/front_svg.hpp"
#include "report/sweep/page_data.hpp"
#include "report/sweep/page_tables.hpp"
#include "report/sweep/sweep_embedded.hpp"
#include "report/sweep/sweep_page.hpp"
#include "report/sweep/table_html.hpp"
#include "util/sha256.hpp"

namespace lmulsim::report::sweep {
namespace {

/// A source of a Content-Security-Policy: the text of an element whose content this is.
std::string policy_source(std::string_view text) {
  return fmt::format("'sha256-{}'", base64(bytes_of_hex(util::sha256(text))));
}

/// A script runs only when the page's policy names its digest.
struct Scripts {
  std::string policy;
  std::string html;

  void add(std::string_view text) {
    policy += " " + policy_source(text);
    html += fmt::format("<script>{}</script>\n", text);
  }
};

std::string head_html(const SweepPage& page) {
  std::string out = "<dl class=\"head\">\n";
  for (const auto& [name, text] : page.head) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escape_html(name), escape_html(text));
  }
  out += "</dl>\n";
  if (page.notes.empty()) {
    return out;
  }
  out += "<ul class=\"notes\">\n";
  for (const std::string& note : page.notes) {
    out += fmt::format("<li>{}</li>\n", escape_html(note));
  }
  return out + "</ul>\n";
}

/// A picture for each objective against the first.
std::string pictures(const SweepPage& page) {
  std::string out;
  for (std::size_t i = 1; i < page.objectives.size(); ++i) {
    const std::string svg = front_svg(page, 0, i);
    out += svg.empty() ? ""
                       : fmt::format("<figure class=\"picture\">{}<figcaption>{}.</figcaption></figure>\n", svg,
                                     escape_html(front_finding(page, 0, i)));
  }
  return out;
}

std::string section(std::string_view id, std::string_view title, std::string_view body) {
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n", id, title,
      body);
}

constexpr std::string_view kClasses =
    "<p>A point is on the front when no other is as good in every objective and better in one; possibly on it when "
    "some other is, but none beyond both error bars. Error bars of two points are taken as independent.</p>\n";

/// What scripts fill stands empty and hidden until they run.
std::string body_of(const SweepPage& page) {
  std::string out = section("front", "Front",
                            "<div id=\"front-tools\" hidden></div>\n<div id=\"front-static\">\n" + pictures(page) +
                                "</div>\n" + std::string(kClasses) + front_table_html(page));
  out += fmt::format(
      "<section id=\"filters\" aria-labelledby=\"filters-title\" hidden>\n"
      "<h2 id=\"filters-title\">Filters</h2>\n<div id=\"filters-body\"></div>\n</section>\n");
  out += section(
      "points", "Points",
      "<div id=\"points-tools\" hidden></div>\n<div id=\"points-static\">\n" + points_table_html(page) + "</div>\n");
  out +=
      "<section id=\"point\" aria-labelledby=\"point-title\" tabindex=\"-1\" hidden>\n"
      "<h2 id=\"point-title\">Point</h2>\n<div id=\"point-body\"></div>\n</section>\n";
  out += section("importance", "Which parameter matters", importance_html(page));
  const std::string parts = parts_html(page);
  out += parts.empty() ? "" : section("parts", "Energy and area by part", parts);
  return out + section("reasons", "Points that did not run", reasons_html(page));
}

}  // namespace

std::string to_html(const SweepPage& page) {
  Scripts scripts;
  if (!kSweepLibrary.empty()) {
    scripts.add(kSweepLibrary);
  }
  scripts.html += fmt::format("<script type=\"application/json\" id=\"sweep-data\">{}</script>\n", page_data(page));
  scripts.add(kSweepScript);
  const std::string style = std::string(kSweepStyle);
  const std::string title = escape_html("Sweep " + page.name);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src{}; style-src {}; img-src "
      "data:\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<header>\n<h1>{}</h1>\n{}</header>\n<main>\n{}</main>\n"
      "{}</body>\n</html>\n",
      scripts.policy, policy_source(style), title, style, title, head_html(page), body_of(page), scripts.html);
}

}  // namespace lmulsim::report::sweep
