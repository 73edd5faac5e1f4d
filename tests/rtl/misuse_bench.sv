// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The controllers with their pins in a test's hands, so that it can break their contract. Results take few cycles.
module misuse_bench (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        a_valid_i,
  input  logic        a_first_i,
  input  logic        a_last_i,
  input  logic        a_acc_i,
  input  logic [23:0] a_beats_i,
  input  logic        b_valid_i,
  input  logic        c_valid_i,
  input  logic        o_ready_i,
  // Of the stationary controller, of the output-stationary one.
  output logic [1:0]  a_ready_o,
  output logic [1:0]  b_ready_o,
  output logic        c_ready_o,
  output logic [1:0]  o_valid_o
);

  logic       s_last, s_en, s_valid, s_swap, o_last, o_en, o_valid, o_zero, o_cap, unused;
  logic [1:0] take;
  logic [3:0] shift;
  assign unused = ^{s_last, s_en, s_valid, s_swap, o_last, o_en, o_valid, o_zero, o_cap, take, shift};

  ctrl_stationary #(.Rows(2), .OutLatency(2)) u_stationary (
    .clk_i, .rst_ni, .a_valid_i, .a_ready_o(a_ready_o[0]), .a_first_i, .a_last_i, .a_acc_i, .b_valid_i,
    .b_ready_o(b_ready_o[0]), .c_valid_i, .c_ready_o, .o_valid_o(o_valid_o[0]), .o_ready_i, .o_last_o(s_last),
    .en_o(s_en), .valid_o(s_valid), .swap_o(s_swap), .take_o(take)
  );
  ctrl_output #(.Rows(2), .Cols(1), .MulStages(0), .AccLatency(2)) u_output (
    .clk_i, .rst_ni, .a_valid_i, .a_ready_o(a_ready_o[1]), .a_first_i, .a_beats_i, .b_valid_i,
    .b_ready_o(b_ready_o[1]), .o_valid_o(o_valid_o[1]), .o_ready_i, .o_last_o(o_last), .en_o(o_en), .valid_o(o_valid),
    .zero_o(o_zero), .cap_o(o_cap), .shift_o(shift)
  );

endmodule
