// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "slow_llama.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>

namespace lmulsim::transformer {

namespace {

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

struct Weights {
  std::size_t dim, hidden, layers, heads, kv_heads, vocab, positions;
  Matrix embedding;
  std::vector<Vector> attention_norm, mlp_norm;
  std::vector<Matrix> q, k, v, o, gate, down, up;
  Vector final_norm;
};

Vector read_vector(std::ifstream& in, std::size_t size) {
  Vector v(size);
  for (double& x : v) {
    float word = 0;
    in.read(reinterpret_cast<char*>(&word), sizeof(word));
    x = word;
  }
  return v;
}

Matrix read_matrix(std::ifstream& in, std::size_t rows, std::size_t cols) {
  Matrix m;
  for (std::size_t r = 0; r < rows; ++r) {
    m.push_back(read_vector(in, cols));
  }
  return m;
}

Weights read_weights(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<std::int32_t, 7> header{};
  in.read(reinterpret_cast<char*>(header.data()), sizeof(header));
  const auto field = [&](std::size_t i) { return static_cast<std::size_t>(std::abs(header[i])); };
  Weights w{field(0), field(1), field(2), field(3), field(4), field(5), field(6), {}, {},
            {},       {},       {},       {},       {},       {},       {},       {}, {}};
  const std::size_t kv = w.dim / w.heads * w.kv_heads;
  const auto all = [&](std::vector<Matrix>& family, std::size_t rows, std::size_t cols) {
    for (std::size_t l = 0; l < w.layers; ++l) {
      family.push_back(read_matrix(in, rows, cols));
    }
  };
  w.embedding = read_matrix(in, w.vocab, w.dim);
  w.attention_norm = read_matrix(in, w.layers, w.dim);
  all(w.q, w.dim, w.dim);
  all(w.k, kv, w.dim);
  all(w.v, kv, w.dim);
  all(w.o, w.dim, w.dim);
  w.mlp_norm = read_matrix(in, w.layers, w.dim);
  all(w.gate, w.hidden, w.dim);
  all(w.down, w.dim, w.hidden);
  all(w.up, w.hidden, w.dim);
  w.final_norm = read_vector(in, w.dim);
  return w;
}

Vector times(const Matrix& m, const Vector& x) {
  Vector y;
  for (const Vector& row : m) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum += row[i] * x[i];
    }
    y.push_back(sum);
  }
  return y;
}

Vector normalised(const Vector& x, const Vector& weight) {
  double mean = 0;
  for (const double v : x) {
    mean += v * v / static_cast<double>(x.size());
  }
  Vector y;
  for (std::size_t i = 0; i < x.size(); ++i) {
    y.push_back(x[i] / std::sqrt(mean + 1e-5) * weight[i]);
  }
  return y;
}

void turn(Vector& x, std::size_t head_size, std::size_t position) {
  for (std::size_t i = 0; i < x.size(); i += 2) {
    const double power = static_cast<double>(i % head_size) / static_cast<double>(head_size);
    const double angle = static_cast<double>(position) / std::pow(10000.0, power);
    const double a = x[i];
    const double b = x[i + 1];
    x[i] = a * std::cos(angle) - b * std::sin(angle);
    x[i + 1] = a * std::sin(angle) + b * std::cos(angle);
  }
}

Vector attend(const Weights& w, const Vector& q, const Matrix& keys, const Matrix& values) {
  const std::size_t size = w.dim / w.heads;
  Vector out(w.dim, 0.0);
  for (std::size_t h = 0; h < w.heads; ++h) {
    const std::size_t kv = h * w.kv_heads / w.heads * size;
    Vector weights;
    double total = 0;
    for (const Vector& key : keys) {
      double score = 0;
      for (std::size_t i = 0; i < size; ++i) {
        score += q[h * size + i] * key[kv + i];
      }
      weights.push_back(std::exp(score / std::sqrt(static_cast<double>(size))));
      total += weights.back();
    }
    for (std::size_t t = 0; t < values.size(); ++t) {
      for (std::size_t i = 0; i < size; ++i) {
        out[h * size + i] += weights[t] / total * values[t][kv + i];
      }
    }
  }
  return out;
}

void add(Vector& x, const Vector& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] += y[i];
  }
}

}  // namespace

std::vector<std::vector<double>> slow_llama(const std::filesystem::path& checkpoint, const std::vector<int>& tokens) {
  const Weights w = read_weights(checkpoint);
  std::vector<Matrix> keys(w.layers);
  std::vector<Matrix> values(w.layers);
  std::vector<Vector> logits;
  for (std::size_t position = 0; position < tokens.size(); ++position) {
    Vector x = w.embedding[static_cast<std::size_t>(tokens[position])];
    for (std::size_t l = 0; l < w.layers; ++l) {
      const Vector in = normalised(x, w.attention_norm[l]);
      Vector q = times(w.q[l], in);
      keys[l].push_back(times(w.k[l], in));
      values[l].push_back(times(w.v[l], in));
      turn(q, w.dim / w.heads, position);
      turn(keys[l].back(), w.dim / w.heads, position);
      add(x, times(w.o[l], attend(w, q, keys[l], values[l])));
      const Vector mlp = normalised(x, w.mlp_norm[l]);
      Vector gate = times(w.gate[l], mlp);
      const Vector up = times(w.up[l], mlp);
      for (std::size_t i = 0; i < gate.size(); ++i) {
        gate[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
      }
      add(x, times(w.down[l], gate));
    }
    logits.push_back(times(w.embedding, normalised(x, w.final_norm)));
  }
  return logits;
}

}  // namespace lmulsim::transformer
