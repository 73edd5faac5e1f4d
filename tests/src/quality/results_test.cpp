// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "quality/results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cmath>
#include <functional>

#include "util/error.hpp"
#include "util/file.hpp"

namespace lmulsim::quality {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr const char* kTable = R"({
  "schema": "lmulsim-eval/1", "model": "m.bin", "text": "t.txt", "tokens": 9, "documents": 1,
  "provenance": {"version": "1.2", "model_sha256": "", "text_sha256": ""},
  "rows": [
    {"name": "fp32", "arithmetic": "fp32", "not_finite": 0, "loss_nats": 1, "perplexity": 2.7, "perplexity_error": 0.1,
     "ratio_to_fp32": 1, "ratio_error": 0, "agreement": 1, "agreement_error": 0, "covariance": [0]},
    {"name": "mine", "arithmetic": "lmul:e4m3,acc=fp32,scale=tensor", "not_finite": 0, "loss_nats": 2,
     "perplexity": 7.4, "perplexity_error": 0.2, "ratio_to_fp32": 2.7, "ratio_error": 0.3, "agreement": 0.5,
     "agreement_error": 0.1, "covariance": [0, 0.25], "layers": []},
    {"name": "wild", "arithmetic": "exact:bf16,acc=fp32,scale=tensor", "not_finite": 3, "loss_nats": null,
     "perplexity": null, "perplexity_error": null, "ratio_to_fp32": null, "ratio_error": null, "agreement": 0,
     "agreement_error": 0, "covariance": [null, null, null]},
    {"name": "other", "arithmetic": "exact:e4m3,acc=fp32,scale=tensor", "not_finite": 0, "loss_nats": 1.5,
     "perplexity": 4.5, "perplexity_error": 0.2, "ratio_to_fp32": 1.6, "ratio_error": 0.3, "agreement": 0.5,
     "agreement_error": 0.1, "covariance": [0, 0.125, null, 0.09]}
  ]})";

class ResultsFile : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }

  [[nodiscard]] Results read(const std::function<void(json::object&)>& change = [](json::object&) {}) const {
    json::value table = json::parse(kTable);
    change(table.get_object());
    util::write_file_atomic(file_, json::serialize(table));
    return read_results(file_);
  }
  void refused(const char* message, const std::function<void(json::object&)>& change) const {
    EXPECT_THAT([&] { (void)read(change); }, ThrowsMessage<InputError>(HasSubstr(message))) << message;
  }

  const std::filesystem::path file_ =
      std::filesystem::path(::testing::TempDir()) / ("lmulsim_results_" + std::to_string(::getpid()) + ".json");
};

json::object& row(json::object& table, std::size_t i) {
  return table["rows"].get_array()[i].get_object();
}

TEST_F(ResultsFile, HoldsTheTable) {
  const Results r = read();
  ASSERT_EQ(r.rows.size(), 4U);
  EXPECT_EQ(r.made_by, "1.2");
  EXPECT_EQ(r.rows[1].quality.tokens, 9);
  EXPECT_DOUBLE_EQ(r.rows[1].quality.perplexity, 7.4);
  EXPECT_TRUE(std::isnan(r.rows[2].quality.perplexity));
  EXPECT_EQ(r.rows[2].quality.not_finite, 3);
}

TEST_F(ResultsFile, SaysOfTheChangeAndOfTheTextOfChoiceWhatTheTableHas) {
  const Results old = read();
  EXPECT_TRUE(std::isnan(old.rows[1].quality.change_rms));
  EXPECT_EQ(old.chosen_on, "");
  const Results r = read([](json::object& table) {
    row(table, 1)["change_rms_nats"] = 0.5;
    row(table, 1)["change_rms_error"] = 0.125;
    row(table, 2)["change_rms_nats"] = nullptr;
    table["chosen_on"] = json::object{{"text", "v.txt"}, {"sha256", "12"}};
  });
  EXPECT_EQ(r.rows[1].quality.change_rms, 0.5);
  EXPECT_EQ(r.rows[1].quality.change_rms_error, 0.125);
  EXPECT_TRUE(std::isnan(r.rows[2].quality.change_rms));
  EXPECT_EQ(r.chosen_on, "v.txt");
  EXPECT_FALSE(r.chosen_where_judged);
  EXPECT_TRUE(read([](json::object& table) {
                table["chosen_on"] = json::object{{"text", "v.txt"}, {"sha256", ""}};
              }).chosen_where_judged);
  refused("change_rms_nats", [](json::object& table) { row(table, 1)["change_rms_nats"] = -1; });
}

TEST_F(ResultsFile, FindsAPlanInEverySpelling) {
  const Results r = read();
  ASSERT_NE(r.find("lmul:e4m3"), nullptr);
  EXPECT_EQ(r.find("lmul:e4m3,scale=tensor")->name, "mine");
  EXPECT_EQ(r.find("lmul:e4m3,scale=none"), nullptr);
}

TEST_F(ResultsFile, RatiosOfRowsArePairedInBothDirections) {
  const Results r = read();
  const PairedRatio forward = r.ratio(r.rows[3], r.rows[1]);
  const PairedRatio back = r.ratio(r.rows[1], r.rows[3]);
  EXPECT_DOUBLE_EQ(forward.value, std::exp(-0.5));
  EXPECT_DOUBLE_EQ(forward.error, std::exp(-0.5) * std::sqrt(0.09 + 0.25 - 2 * 0.125));
  EXPECT_DOUBLE_EQ(back.error / back.value, forward.error / forward.value);
  EXPECT_TRUE(std::isnan(r.ratio(r.rows[1], r.rows[2]).error));
}

TEST_F(ResultsFile, RefusesWhatIsNoTable) {
  refused("schema: expected 'lmulsim-eval/1'", [](json::object& t) { t["schema"] = "other"; });
  refused("rows: expected at least one row", [](json::object& t) { t["rows"] = json::array(); });
  refused("tokens: expected an integer of at least 2", [](json::object& t) { t["tokens"] = 1; });
  refused("rows[1]: arithmetic: expected one of", [](json::object& t) { row(t, 1)["arithmetic"] = "lmull:e4m3"; });
  refused("rows[1]: covariance: expected 2 numbers",
          [](json::object& t) { row(t, 1)["covariance"].get_array().clear(); });
  refused("rows[1]: covariance: expected numbers",
          [](json::object& t) { row(t, 1)["covariance"].get_array()[0] = "x"; });
  refused("rows[1]: perplexity: expected a number", [](json::object& t) { row(t, 1)["perplexity"] = -1; });
  refused("rows[1]: perplexity: expected", [](json::object& t) { row(t, 1).erase("perplexity"); });
  refused("rows[0]: expected an object", [](json::object& t) { t["rows"].get_array()[0] = 1; });
}

}  // namespace
}  // namespace lmulsim::quality
