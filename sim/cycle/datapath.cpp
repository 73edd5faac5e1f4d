// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "cycle/datapath.hpp"

#include "cycle/fast/row_datapaths.hpp"
#include "cycle/params.hpp"

namespace lmulsim::cycle {

std::unique_ptr<Datapath> make_datapath(const engine::ArrayParams& params, Structure structure) {
  switch (structure) {
    case Structure::rows:
      if (params.shape.products > 1) {  // the row kernels take one product a beat
        return make_pe_datapath(params);
      }
      return is_output_stationary(params.shape) ? fast::make_output_datapath(params)
                                                : fast::make_stationary_datapath(params);
    case Structure::pes:
      return make_pe_datapath(params);
  }
  return nullptr;
}

}  // namespace lmulsim::cycle
