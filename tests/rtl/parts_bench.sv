// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Processing elements and registers side by side, for tests. PEs multiply int8 into int32; s1 and o1 have no product register and an
// accumulator latency of 1, s2 and o2 have one and 2.
module parts_bench (
  input  logic        clk_i,
  input  logic        rst_ni,
  input  logic        en_i,
  // Delays: depths 0, 1 and 3.
  input  logic        bit_i,
  input  logic        valid_i,
  input  logic [7:0]  data_i,
  output logic [2:0]  bit_o,
  output logic [23:0] line_o,
  output logic [2:0]  valid_o,
  output logic [23:0] valid_data_o,
  output logic [4:0]  wave_o,
  // Processing elements.
  input  logic        load_i,
  input  logic        step_i,
  input  logic        swap_i,
  input  logic        take_i,
  input  logic        zero_i,
  input  logic        cap_i,
  input  logic [7:0]  moving_i,
  input  logic [7:0]  top_i,
  input  logic [32:0] psum_i,
  input  logic [1:0]  shift_i,
  input  logic        above_shift_i,
  input  logic [32:0] above_i,
  output logic [7:0]  s1_moving_o,
  output logic [7:0]  s1_stationary_o,
  output logic [32:0] s1_psum_o,
  output logic [7:0]  s2_moving_o,
  output logic [7:0]  s2_stationary_o,
  output logic [32:0] s2_psum_o,
  output logic [7:0]  o1_moving_o,
  output logic [7:0]  o1_second_o,
  output logic [32:0] o1_below_o,
  output logic [7:0]  o2_moving_o,
  output logic [7:0]  o2_second_o,
  output logic [32:0] o2_below_o
);

  localparam logic [lmulsim_pkg::PE_BITS-1:0] PlainPe = lmulsim_pkg::pe(
    lmulsim_pkg::FMT_INT8, lmulsim_pkg::FMT_INT8, lmulsim_pkg::MUL_EXACT, 0, lmulsim_pkg::SUB_NORMALIZE,
    lmulsim_pkg::ACC_INT32, 8, 0, 0, 1, 0, 0, '0);
  localparam logic [lmulsim_pkg::PE_BITS-1:0] PipelinedPe = lmulsim_pkg::pe(
    lmulsim_pkg::FMT_INT8, lmulsim_pkg::FMT_INT8, lmulsim_pkg::MUL_EXACT, 0, lmulsim_pkg::SUB_NORMALIZE,
    lmulsim_pkg::ACC_INT32, 8, 0, 1, 2, 0, 0, '0);

  for (genvar i = 0; i < 3; i++) begin : gen_depth
    localparam int Depth = (i == 2) ? 3 : i;
    delay_bit #(.Depth(Depth)) u_bit (.clk_i, .rst_ni, .en_i, .bit_i, .bit_o(bit_o[i]));
    delay_line #(.Width(8), .Depth(Depth)) u_line (.clk_i, .en_i, .data_i, .data_o(line_o[8*i+:8]));
    delay_valid #(.Width(8), .Depth(Depth)) u_valid (
      .clk_i, .rst_ni, .en_i, .valid_i, .data_i, .valid_o(valid_o[i]), .data_o(valid_data_o[8*i+:8])
    );
  end
  control_wave #(.Cols(4)) u_wave (.clk_i, .rst_ni, .en_i, .bit_i, .wave_o);

  pe_stationary #(.Pe(PlainPe)) u_s1 (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .swap_i, .take_i, .moving_i, .stationary_i(top_i), .psum_i,
     .moving_o(s1_moving_o), .stationary_o(s1_stationary_o),
    .psum_o(s1_psum_o)
  );
  pe_stationary #(.Pe(PipelinedPe)) u_s2 (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .swap_i, .take_i, .moving_i, .stationary_i(top_i), .psum_i,
     .moving_o(s2_moving_o), .stationary_o(s2_stationary_o),
    .psum_o(s2_psum_o)
  );
  pe_output #(.Pe(PlainPe)) u_o1 (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .zero_i, .cap_i, .moving_i, .second_i(top_i),
     .moving_o(o1_moving_o), .second_o(o1_second_o),
    .shift_i(shift_i[0]), .above_shift_i, .above_i, .below_o(o1_below_o)
  );
  pe_output #(.Pe(PipelinedPe)) u_o2 (
    .clk_i, .rst_ni, .en_i, .load_i, .step_i, .zero_i, .cap_i, .moving_i, .second_i(top_i),
     .moving_o(o2_moving_o), .second_o(o2_second_o), .shift_i,
    .above_shift_i, .above_i, .below_o(o2_below_o)
  );

endmodule
