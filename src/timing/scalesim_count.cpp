// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "timing/scalesim_count.hpp"

#include "mapping/program.hpp"

namespace lmulsim::timing {

std::int64_t scalesim_cycles(const machine::ArrayShape& shape, const graph::Gemm& gemm, std::int64_t count) {
  const mapping::Extents e = mapping::extents(shape.dataflow, mapping::in_beats(shape, gemm));
  const std::int64_t folds = mapping::ceil_div(e.rows, shape.rows) * mapping::ceil_div(e.cols, shape.cols);
  const std::int64_t load = shape.dataflow == machine::Dataflow::output_stationary ? 0 : shape.rows;
  const std::int64_t fold = load + shape.rows + shape.cols + e.stream - 2;
  return count * (folds * fold - 1);
}

}  // namespace lmulsim::timing
