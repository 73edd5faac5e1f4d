// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "formats/onnx/onnx_shapes.hpp"

#include <onnx/defs/schema.h>
#include <onnx/defs/tensor_proto_util.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "formats/onnx/onnx_shape_context.hpp"

namespace lmulsim::formats::onnx::detail {

namespace {

using Context = ::onnx::InferenceContext;

/// Places of axes, which may count from the end; all of them when there are none given.
std::vector<std::size_t> places(const std::optional<Sizes>& axes, std::size_t rank) {
  std::vector<std::size_t> all(rank);
  std::iota(all.begin(), all.end(), 0);
  if (!axes || axes->empty()) {
    return all;
  }
  std::vector<std::size_t> out;
  for (const std::int64_t axis : *axes) {
    const auto size = static_cast<std::int64_t>(rank);
    if (axis < -size || axis >= size) {
      fail_shape("axis " + std::to_string(axis) + " of a value of " + std::to_string(rank) + " dimensions");
    }
    out.push_back(static_cast<std::size_t>(axis < 0 ? axis + size : axis));
  }
  return out;
}

void copy_shape(Context& context, int type) {
  set_type(context, 0, type);
  if (const auto sizes = sizes_of(context, 0)) {
    set_sizes(context, 0, *sizes);
  }
}

/// Scales of the axes from their wanted sizes; one for all where the aspect is kept.
std::vector<double> scales_for(const Sizes& wanted, const Sizes& in, const std::vector<std::size_t>& axes,
                               const std::string& policy) {
  std::vector<double> scales;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t size = in[axes[i]];
    if (size < 1) {
      fail_shape("an input of nothing is resized");
    }
    scales.push_back(static_cast<double>(wanted[i]) / static_cast<double>(size));
  }
  if (policy != "stretch" && !scales.empty()) {
    const double one = policy == "not_larger" ? std::ranges::min(scales) : std::ranges::max(scales);
    std::ranges::fill(scales, one);
  }
  return scales;
}

}  // namespace

::onnx::InferenceFunction shapes_of(const char* op, int set) {
  return ::onnx::OpSchemaRegistry::Schema(op, set, ::onnx::ONNX_DOMAIN)->GetTypeAndShapeInferenceFunction();
}

void first_shape(Context& context) {
  copy_shape(context, type_of(context, 0));
}

void broadcast_shapes(Context& context) {
  set_type(context, 0, type_of(context, 0));
  if (::onnx::hasNInputShapes(context, 2)) {
    ::onnx::TensorShapeProto shape;
    ::onnx::bidirectionalBroadcastShapeInference(::onnx::getInputShape(context, 0), ::onnx::getInputShape(context, 1),
                                                 shape);
    ::onnx::updateOutputShape(context, 0, shape);
  }
}

void cast_shape(Context& context) {
  copy_shape(context, static_cast<int>(::onnx::getAttribute(context, "to", 0)));
}

void cast_like_shape(Context& context) {
  copy_shape(context, type_of(context, 1));
}

void quantize_shape(Context& context) {
  const auto asked = static_cast<int>(::onnx::getAttribute(context, "output_dtype", 0));
  const int otherwise = asked != 0 ? asked : static_cast<int>(::onnx::TensorProto::UINT8);
  copy_shape(context, has_input(context, 2) ? type_of(context, 2) : otherwise);
}

void dequantize_shape(Context& context) {
  const auto asked = static_cast<int>(::onnx::getAttribute(context, "output_dtype", 0));
  copy_shape(context, asked != 0 ? asked : type_of(context, 1));
}

void split_shapes(Context& context) {
  const std::size_t parts = context.getNumOutputs();
  for (std::size_t i = 0; i < parts; ++i) {
    set_type(context, i, type_of(context, 0));
  }
  const auto in = sizes_of(context, 0);
  const auto given = integers_of(context, 1);
  if (!in || (has_input(context, 1) && !given)) {
    return;
  }
  const std::size_t axis = places(Sizes{::onnx::getAttribute(context, "axis", 0)}, in->size()).front();
  const std::int64_t all = (*in)[axis];
  const auto count = static_cast<std::int64_t>(parts);
  if (given && (given->size() != parts || std::accumulate(given->begin(), given->end(), std::int64_t{0}) != all)) {
    fail_shape("split: expected sizes of " + std::to_string(parts) + " parts whose sum is " + std::to_string(all));
  }
  if (!given && ::onnx::getAttribute(context, "num_outputs", count) != count) {
    fail_shape("num_outputs: expected the number of results, " + std::to_string(parts));
  }
  const std::int64_t part = (all + count - 1) / count;
  for (std::int64_t i = 0; i < count; ++i) {
    Sizes sizes = *in;
    sizes[axis] = given ? (*given)[static_cast<std::size_t>(i)] : std::clamp<std::int64_t>(all - i * part, 0, part);
    set_sizes(context, static_cast<std::size_t>(i), sizes);
  }
}

void pad_shape(Context& context) {
  set_type(context, 0, type_of(context, 0));
  auto sizes = sizes_of(context, 0);
  const auto pads = integers_of(context, 1);
  const auto axes = integers_of(context, 3);
  if (!sizes || !pads || (has_input(context, 3) && !axes)) {
    return;
  }
  const std::vector<std::size_t> at = places(axes, sizes->size());
  if (pads->size() != 2 * at.size()) {
    fail_shape("pads: expected " + std::to_string(2 * at.size()) + " numbers, found " + std::to_string(pads->size()));
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    const std::int64_t before = std::clamp((*pads)[i], -kMaxShapeSize, kMaxShapeSize);
    const std::int64_t after = std::clamp((*pads)[i + at.size()], -kMaxShapeSize, kMaxShapeSize);
    (*sizes)[at[i]] += before + after;
  }
  set_sizes(context, 0, *sizes);
}

void resize_shape(Context& context) {
  set_type(context, 0, type_of(context, 0));
  auto sizes = sizes_of(context, 0);
  if (!sizes) {
    return;
  }
  std::optional<Sizes> axes;
  if (const auto* list = context.getAttribute("axes"); list != nullptr) {
    axes.emplace(list->ints().begin(), list->ints().end());
  }
  const std::vector<std::size_t> at = places(axes, sizes->size());
  const auto wanted = integers_of(context, 3);
  const ::onnx::TensorProto* scales = has_input(context, 2) ? context.getInputData(2) : nullptr;
  std::vector<double> factors;
  const bool by_size = wanted && !wanted->empty();
  if (by_size && wanted->size() == at.size()) {
    factors = scales_for(*wanted, *sizes, at,
                         ::onnx::getAttribute(context, "keep_aspect_ratio_policy", std::string("stretch")));
  } else if (!by_size && scales != nullptr && scales->data_type() == ::onnx::TensorProto::FLOAT) {
    const std::vector<float> words = ::onnx::ParseData<float>(scales);
    factors.assign(words.begin(), words.end());
  }
  if (factors.size() != at.size()) {
    return;
  }
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double size = factors[i] * static_cast<double>((*sizes)[at[i]]);
    if (!(size >= 0 && size <= static_cast<double>(kMaxShapeSize))) {
      fail_shape("a resized axis is beyond any model");
    }
    (*sizes)[at[i]] = static_cast<std::int64_t>(by_size ? std::round(size) : std::floor(size));
  }
  set_sizes(context, 0, *sizes);
}

}  // namespace lmulsim::formats::onnx::detail
