// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

namespace lmulsim::planted {

const std::vector<Mutation>& array_mutations() {
  static const std::vector<Mutation> table{
      {"stall_lost_in_pipeline", "common/delay_valid.sv", "if (en_i && valid_d) begin", "if (valid_d) begin",
       Setup::int8},
      {"stall_lost_in_operand", "pe/pe_stationary.sv", "if (en_i && load_i) begin", "if (load_i) begin", Setup::int8},
      {"swap_ignored", "pe/pe_stationary.sv", "if (en_i && swap_i) begin", "if (en_i && swap_i && take_i) begin",
       Setup::int8},
      {"shadow_works_at_once", "pe/pe_stationary.sv", ".b_i(active_q)", ".b_i(active_q ^ active_q ^ shadow_q)",
       Setup::int8},
      {"skew_reversed", "array/array_stationary.sv", ".Depth(r * AccLatency)) u_skew",
       ".Depth((Rows - 1 - r) * AccLatency)) u_skew", Setup::int8},
      {"deskew_reversed", "array/array_stationary.sv", ".Depth(Cols - 1 - c)) u_deskew", ".Depth(c)) u_deskew",
       Setup::int8},
      {"partial_sum_late", "array/array_stationary.sv", ".Depth(c + 1 + MulStages)", ".Depth(c + 2 + MulStages)",
       Setup::int8},
      {"partial_sum_ignores_product_register", "array/array_stationary.sv", ".Depth(c + 1 + MulStages)",
       ".Depth(c + 1 + 0 * MulStages)", Setup::pipelined},
      {"load_wave_too_steep", "array/array_stationary.sv", ".Depth(r * (AccLatency - 1)))", ".Depth(r * AccLatency))",
       Setup::pipelined},
      {"last_row_dropped", "array/ctrl_stationary.sv", "load_fire && load_row_q == RowBits'(r);",
       "load_fire && load_row_q == RowBits'(r) && r != Rows - 1;", Setup::int8},
      {"no_load_during_swap", "array/ctrl_stationary.sv", "(!shadow_full_q || swap_o)", "!shadow_full_q", Setup::int8},
      {"row_counter_without_reset", "array/ctrl_stationary.sv", "load_row_q    <= '0;", "load_row_q    <= load_row_q;",
       Setup::int8},
      {"output_latency_short", "array/systolic_array.sv", "Rows * AccLatency + Cols + MulStages",
       "Rows * AccLatency + Cols + MulStages - 1", Setup::int8},
      {"output_latency_ignores_product_register", "array/systolic_array.sv", "Rows * AccLatency + Cols + MulStages",
       "Rows * AccLatency + Cols", Setup::pipelined},
      {"data_shows_when_not_valid", "array/systolic_array.sv", "result_valid_o ? results : '0",
       "(result_valid_o || en) ? results : '0", Setup::int8},
      {"drain_early", "array/ctrl_output.sv", ".Depth(MulStages + AccLatency + Rows)",
       ".Depth(MulStages + AccLatency + Rows - 1)", Setup::output},
      {"drain_late", "array/ctrl_output.sv", ".Depth(MulStages + AccLatency + Rows)",
       ".Depth(MulStages + AccLatency + Rows + 1)", Setup::output},
      {"tile_starts_early", "array/ctrl_output.sv", "> 25'(Slots)", ">= 25'(Slots)", Setup::output},
      {"starved_array_moves", "array/ctrl_output.sv", "= unblocked && !starved;", "= unblocked;", Setup::output},
      {"last_result_one_early", "array/ctrl_output.sv", "final_slot = !shift_q[Slots-2]",
       "final_slot = !shift_q[Slots-3]", Setup::output},
      {"one_term_not_interleaved", "array/ctrl_output.sv", "index_d < 24'(AccLatency)", "index_d < 24'(AccLatency - 1)",
       Setup::output},
      {"sum_not_cleared", "pe/pe_output.sv", "zero ? '0 : sum", "(zero && !rst_ni) ? '0 : sum", Setup::output},
      {"capture_early", "pe/pe_output.sv", ".Depth(MulStages + AccLatency)) u_cap",
       ".Depth(MulStages + AccLatency - 1)) u_cap", Setup::output},
      {"chain_moves_with_wrong_slot", "array/array_output.sv", ".gen_col[c].shift[AccLatency-1]",
       ".gen_col[c].shift[0]", Setup::output},
  };
  return table;
}

}  // namespace lmulsim::planted
