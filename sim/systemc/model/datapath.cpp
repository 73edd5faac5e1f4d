// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "systemc/model/datapath.hpp"

#include "systemc/model/params.hpp"
#include "systemc/model/row_datapaths.hpp"

namespace lmulsim::systemc {

std::unique_ptr<Datapath> make_datapath(const sim::ArrayParams& params, Structure structure) {
  switch (structure) {
    case Structure::rows:
      return is_output_stationary(params.shape) ? make_output_datapath(params) : make_stationary_datapath(params);
    case Structure::pes:
      return make_pe_datapath(params);
  }
  return nullptr;
}

}  // namespace lmulsim::systemc
