// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The systolic array with its handshakes: R x C processing elements in one of the dataflows. Pins and timing: README.md.
// It holds no results beyond those in flight: partial sums of further tiles come back through the c channel.
module systolic_array #(
  parameter int Dataflow,
  parameter int Rows,
  parameter int Cols,
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthA     = lmulsim_pkg::width(lmulsim_pkg::fmt_moving(Pe)),
  localparam int WidthB     = lmulsim_pkg::width(lmulsim_pkg::fmt_stationary(Pe)),
  localparam int AccBits    = lmulsim_pkg::acc_bits(lmulsim_pkg::acc(Pe), lmulsim_pkg::fixed_width(Pe))
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    a_valid_i,
  output logic                    a_ready_o,
  input  logic                    a_first_i,
  input  logic                    a_last_i,
  input  logic                    a_acc_i,
  input  logic [23:0]             a_beats_i,
  input  logic [Rows*WidthA-1:0]  a_data_i,
  input  logic                    b_valid_i,
  output logic                    b_ready_o,
  input  logic [Cols*WidthB-1:0]  b_data_i,
  input  logic                    c_valid_i,
  output logic                    c_ready_o,
  input  logic [Cols*AccBits-1:0] c_data_i,
  output logic                    o_valid_o,
  input  logic                    o_ready_i,
  output logic                    o_last_o,
  output logic [Cols*AccBits-1:0] o_data_o
);

  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);
  localparam int MulStages  = lmulsim_pkg::mul_stages(Pe);

  logic                    en, valid;
  logic [Cols*AccBits-1:0] results;

  if (AccLatency < 1) begin : gen_no_pe
    $fatal(1, "systolic_array: an accumulation takes a cycle or more");
  end else if (Dataflow == lmulsim_pkg::DF_STATIONARY) begin : gen_stationary
    logic            swap;
    logic [Rows-1:0] take;
    logic            unused_beats;
    assign unused_beats = ^a_beats_i;

    ctrl_stationary #(.Rows(Rows), .OutLatency(Rows * AccLatency + Cols + MulStages)) u_ctrl (
      .clk_i, .rst_ni, .a_valid_i, .a_ready_o, .a_first_i, .a_last_i, .a_acc_i, .b_valid_i, .b_ready_o, .c_valid_i,
      .c_ready_o, .o_valid_o, .o_ready_i, .o_last_o, .en_o(en), .valid_o(valid), .swap_o(swap), .take_o(take)
    );
    array_stationary #(.Rows(Rows), .Cols(Cols), .Pe(Pe)) u_array (
      .clk_i, .rst_ni, .en_i(en), .valid_i(valid), .swap_i(swap), .acc_i(a_acc_i), .take_i(take), .a_data_i,
      .b_data_i, .c_data_i, .o_data_o(results)
    );
  end else if (Dataflow == lmulsim_pkg::DF_OUTPUT) begin : gen_output
    logic                       zero, cap;
    logic [Rows*AccLatency-1:0] shift;
    logic                       unused_partial;
    // The first beat's length says where the tile ends.
    assign unused_partial = c_valid_i ^ a_acc_i ^ a_last_i ^ (^c_data_i);
    assign c_ready_o      = 1'b0;

    ctrl_output #(.Rows(Rows), .Cols(Cols), .MulStages(MulStages), .AccLatency(AccLatency)) u_ctrl (
      .clk_i, .rst_ni, .a_valid_i, .a_ready_o, .a_first_i, .a_beats_i, .b_valid_i, .b_ready_o, .o_valid_o,
      .o_ready_i, .o_last_o, .en_o(en), .valid_o(valid), .zero_o(zero), .cap_o(cap), .shift_o(shift)
    );
    array_output #(.Rows(Rows), .Cols(Cols), .Pe(Pe)) u_array (
      .clk_i, .rst_ni, .en_i(en), .valid_i(valid), .zero_i(zero), .cap_i(cap), .shift_i(shift), .a_data_i,
      .b_data_i, .o_data_o(results)
    );
  end else begin : gen_none
    $fatal(1, "systolic_array: no such Dataflow");
  end

  // Nothing of the datapath, which has no reset, shows before it is valid.
  assign o_data_o = o_valid_o ? results : '0;

endmodule
