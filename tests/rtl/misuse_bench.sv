// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Controllers, arrays and the contracts of PEs with their pins in a test's hands, so that it can break
// what they ask. Results take few cycles.
module misuse_bench (
  input  logic        clk_i,
  input  logic        rst_ni,
  // Controllers.
  input  logic        moving_valid_i,
  input  logic        moving_first_i,
  input  logic        moving_last_i,
  input  logic        moving_accumulate_i,
  input  logic [23:0] moving_beats_i,
  input  logic        stationary_valid_i,
  input  logic        psum_valid_i,
  input  logic        result_ready_i,
  // Of the stationary controller, of the output-stationary one.
  output logic [1:0]  moving_ready_o,
  output logic [1:0]  stationary_ready_o,
  output logic        psum_ready_o,
  output logic [1:0]  result_valid_o,
  // Arrays and PEs.
  input  logic        en_i,
  input  logic        load_i,
  input  logic        step_i,
  input  logic        swap_i,
  input  logic [1:0]  take_i,
  input  logic        zero_i,  // with its beat
  input  logic        cap_i,
  input  logic        step_zero_i,  // with its step
  input  logic        step_cap_i
);

  localparam logic [lmulsim_pkg::PE_BITS-1:0] Pe = lmulsim_pkg::pe(
    lmulsim_pkg::FMT_INT8, lmulsim_pkg::FMT_INT8, lmulsim_pkg::MUL_EXACT, 0, lmulsim_pkg::SUB_NORMALIZE,
    lmulsim_pkg::ACC_INT32, 8, 0, 0, 1, 0, 0, '0);

  logic        s_last, s_en, s_valid, s_swap, o_last, o_en, o_valid, o_zero, o_cap, unused;
  logic [1:0]  take;
  logic [3:0]  shift;
  logic [65:0] s_sums, o_sums;
  assign unused = ^{s_last, s_en, s_valid, s_swap, o_last, o_en, o_valid, o_zero, o_cap, take, shift,
                    s_sums, o_sums};

  ctrl_stationary #(.Rows(2), .OutLatency(2)) u_stationary (
    .clk_i, .rst_ni, .moving_valid_i, .moving_ready_o(moving_ready_o[0]), .moving_first_i,
    .moving_last_i, .moving_accumulate_i, .stationary_valid_i,
    .stationary_ready_o(stationary_ready_o[0]), .psum_valid_i, .psum_ready_o,
    .result_valid_o(result_valid_o[0]), .result_ready_i, .result_last_o(s_last), .en_o(s_en),
    .valid_o(s_valid), .swap_o(s_swap), .take_o(take)
  );
  ctrl_output #(.Rows(2), .Cols(1), .MulStages(0), .AccLatency(2)) u_output (
    .clk_i, .rst_ni, .moving_valid_i, .moving_ready_o(moving_ready_o[1]), .moving_first_i,
    .moving_beats_i, .second_valid_i(stationary_valid_i), .second_ready_o(stationary_ready_o[1]),
    .result_valid_o(result_valid_o[1]), .result_ready_i, .result_last_o(o_last), .en_o(o_en),
    .valid_o(o_valid), .zero_o(o_zero), .cap_o(o_cap), .shift_o(shift)
  );

  array_stationary #(.Rows(2), .Cols(2), .Pe(Pe)) u_array_stationary (
    .clk_i, .rst_ni, .en_i, .valid_i(load_i), .swap_i, .accumulate_i(1'b0), .take_i, .moving_data_i('0),
    .stationary_data_i('0), .psum_data_i('0), .result_data_o(s_sums)
  );
  array_output #(.Rows(2), .Cols(2), .Pe(Pe)) u_array_output (
    .clk_i, .rst_ni, .en_i, .valid_i(load_i), .zero_i, .cap_i, .shift_i('0), .moving_data_i('0),
    .second_data_i('0), .result_data_o(o_sums)
  );

  stationary_contract #(.Pes(1)) u_pe_stationary (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .swap_i, .take_i(take_i[0])
  );
  output_contract #(.Pes(1)) u_pe_output (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .zero_i(step_zero_i), .cap_i(step_cap_i)
  );

endmodule
