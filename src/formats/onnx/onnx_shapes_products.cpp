// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Results of products and of what stands around them.
#include <algorithm>
#include <utility>

#include "formats/onnx/onnx_shape_context.hpp"
#include "formats/onnx/onnx_shapes.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using Context = ::onnx::InferenceContext;

/// [batch, heads, tokens, size of a head], from that or from [batch, tokens, heads * size of a head].
Sizes by_heads(const Sizes& sizes, std::int64_t heads) {
  if (sizes.size() == 4) {
    return sizes;
  }
  if (sizes.size() != 3 || heads < 1 || sizes[2] % heads != 0) {
    fail_shape("expected four dimensions, or three and a number of heads that divides the last");
  }
  return {sizes[0], heads, sizes[1], sizes[2] / heads};
}

/// The past, if there is one, and what is added to it.
void set_cache(Context& context, std::size_t output, std::size_t past, Sizes now) {
  if (has_input(context, past)) {
    const auto before = sizes_of(context, past);
    if (!before || before->size() != 4) {
      return;
    }
    now[2] += (*before)[2];
  }
  set_sizes(context, output, now);
}

/// Matrices and batches of a product.
Sizes matmul(Sizes a, Sizes b, bool turn_a, bool turn_b) {
  if (a.size() < 2 || b.size() < 2) {
    fail_shape("expected two matrices or batches of them");
  }
  if (turn_a) {
    std::swap(a[a.size() - 1], a[a.size() - 2]);
  }
  if (turn_b) {
    std::swap(b[b.size() - 1], b[b.size() - 2]);
  }
  const std::int64_t columns = b.back();
  b.resize(b.size() - 2);
  a.back() = columns;
  const std::int64_t rows = a[a.size() - 2];
  a.resize(a.size() - 2);
  a.insert(a.begin(), std::max(a.size(), b.size()) - a.size(), 1);
  for (std::size_t i = 0; i < b.size(); ++i) {
    std::int64_t& size = a[a.size() - b.size() + i];
    size = size == 1 ? b[i] : size;
  }
  a.insert(a.end(), {rows, columns});
  return a;
}

void product_of(Context& context, std::size_t second, int type) {
  set_type(context, 0, type);
  const auto a = sizes_of(context, 0);
  const auto b = sizes_of(context, second);
  if (::onnx::getAttribute(context, "transBatchA", 0) != 0 || ::onnx::getAttribute(context, "transBatchB", 0) != 0) {
    fail_shape("transposed batches are not modelled");
  }
  if (a && b) {
    set_sizes(context, 0,
              matmul(*a, *b, ::onnx::getAttribute(context, "transA", 0) != 0,
                     ::onnx::getAttribute(context, "transB", 0) != 0));
  }
}

}  // namespace

void attention_shapes(Context& context) {
  for (std::size_t output = 0; output < 4; ++output) {
    set_type(context, output, type_of(context, output == 2 ? 2 : 0));
  }
  const auto queries = sizes_of(context, 0);
  const auto keys = sizes_of(context, 1);
  const auto values = sizes_of(context, 2);
  if (!queries || !keys || !values) {
    return;
  }
  const Sizes q = by_heads(*queries, ::onnx::getAttribute(context, "q_num_heads", 0));
  const Sizes k = by_heads(*keys, ::onnx::getAttribute(context, "kv_num_heads", 0));
  const Sizes v = by_heads(*values, ::onnx::getAttribute(context, "kv_num_heads", 0));
  set_sizes(context, 0, queries->size() == 4 ? Sizes{q[0], q[1], q[2], v[3]} : Sizes{q[0], q[2], q[1] * v[3]});
  set_cache(context, 1, 4, k);
  set_cache(context, 2, 5, v);
}

void product_shape(Context& context) {
  product_of(context, 1, type_of(context, 0));
}

void dequantized_product_shape(Context& context) {
  product_of(context, 1, type_of(context, 2));
}

void quantized_gemm_shape(Context& context) {
  constexpr std::size_t kZeroPoint = 8;
  product_of(
      context, 3,
      has_input(context, kZeroPoint) ? type_of(context, kZeroPoint) : static_cast<int>(::onnx::TensorProto::FLOAT));
}

void packed_product_shape(Context& context) {
  set_type(context, 0, type_of(context, 0));
  if (auto sizes = sizes_of(context, 0); sizes && !sizes->empty()) {
    sizes->back() = ::onnx::getAttribute(context, "N", 0);
    set_sizes(context, 0, *sizes);
  }
}

}  // namespace lmulsim::formats::onnx::detail
