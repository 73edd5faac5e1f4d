// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "small_network.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string_view>

#include "util/file.hpp"

namespace lmulsim::cli_test {

namespace {

namespace json = boost::json;

constexpr std::string_view kCharacters = "abcdefghijklmnopqrstuvwxyz0123456789.,;:";
constexpr std::string_view kText = "thequickbrownfoxjumpsoverthelazydog;packmyboxwithfivedozenliquorjugs,0123456789.";

std::string tokenizer() {
  json::object vocabulary;
  for (std::size_t i = 0; i < kCharacters.size(); ++i) {
    vocabulary[kCharacters.substr(i, 1)] = i;
  }
  return json::serialize(
      json::object{{"version", "1.0"},
                   {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", json::array()}, {"unk_token", "a"}}}});
}

}  // namespace

SmallNetwork::SmallNetwork(const std::string& family) {
  const std::string folder = std::string(LMULSIM_SOURCE_DIR) + "/tests/data/hf/" + family;
  config = json::parse(util::read_file(folder + "/config.json")).as_object();
  const std::string file = util::read_file(folder + "/model.safetensors");
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof(length));
  const std::string data = file.substr(sizeof(length) + length);
  const json::value header = json::parse(file.substr(sizeof(length), length));
  for (const auto& [name, entry] : header.as_object()) {
    const auto begin = entry.at("data_offsets").at(0).to_number<std::size_t>();
    const auto end = entry.at("data_offsets").at(1).to_number<std::size_t>();
    tensors[name] = {std::string(entry.at("dtype").as_string()),
                     json::value_to<std::vector<std::int64_t>>(entry.at("shape")), data.substr(begin, end - begin)};
  }
}

SmallNetwork::Tensor SmallNetwork::f32(std::vector<std::int64_t> shape, const std::vector<float>& values) {
  return {"F32", std::move(shape), {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)}};
}

void SmallNetwork::each_matrix(const std::function<void(const std::string& name, Tensor& tensor)>& change) {
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) {
    if (tensor.shape.size() == 2 && name.find(".layers.") != std::string::npos) {
      names.push_back(name);
    }
  }
  for (const std::string& name : names) {
    change(name, tensors[name]);
  }
}

void SmallNetwork::write(const Workspace& work, const std::string& folder) const {
  std::filesystem::create_directories(work.path() / folder);
  json::object header;
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    header[name] = {{"dtype", tensor.type},
                    {"shape", json::array(tensor.shape.begin(), tensor.shape.end())},
                    {"data_offsets", {data.size(), data.size() + tensor.bytes.size()}}};
    data += tensor.bytes;
  }
  const std::string text = json::serialize(header);
  const std::uint64_t length = text.size();
  std::string file(sizeof(length), '\0');
  std::memcpy(file.data(), &length, sizeof(length));
  work.write(folder + "/model.safetensors", file + text + data);
  work.write(folder + "/config.json", json::serialize(config));
  work.write(folder + "/tokenizer.json", tokenizer());
}

Outcome SmallNetwork::evaluate(const std::string& more) const {
  const Workspace work;
  write(work, "network");
  work.write("text.txt", kText);
  return work.run("eval --model network --text text.txt --arithmetic fp32 --context 8 " + more);
}

double SmallNetwork::perplexity() const {
  const Outcome o = evaluate();
  EXPECT_EQ(o.code, 0) << o.err;
  return o.code == 0 ? json::parse(o.out).at("rows").at(0).at("perplexity").to_number<double>() : -1;
}

}  // namespace lmulsim::cli_test
