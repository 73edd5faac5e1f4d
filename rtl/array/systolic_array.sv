// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The systolic array with its handshakes: R x C processing elements in one of the dataflows. Pins
// and timing: README.md. It holds no results beyond those in flight: partial sums of further tiles
// come back through the psum channel. Output stationary: the stationary channel carries the second
// operand.
module systolic_array #(
  parameter int Dataflow,
  parameter int Rows,
  parameter int Cols,
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthMoving     = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthStationary = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccBits         = lmulsim_pkg::acc_word_bits(Pe)
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            moving_valid_i,
  output logic                            moving_ready_o,
  input  logic                            moving_first_i,
  input  logic                            moving_last_i,
  input  logic                            moving_accumulate_i,
  input  logic [23:0]                     moving_beats_i,
  input  logic [Rows*WidthMoving-1:0]     moving_data_i,
  input  logic                            stationary_valid_i,
  output logic                            stationary_ready_o,
  input  logic [Cols*WidthStationary-1:0] stationary_data_i,
  input  logic                            psum_valid_i,
  output logic                            psum_ready_o,
  input  logic [Cols*AccBits-1:0]         psum_data_i,
  output logic                            result_valid_o,
  input  logic                            result_ready_i,
  output logic                            result_last_o,
  output logic [Cols*AccBits-1:0]         result_data_o
);

  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);
  localparam int MulStages  = lmulsim_pkg::mul_stages(Pe);

  logic                    en, valid;
  logic [Cols*AccBits-1:0] results;

  if (Rows < 1 || Cols < 1) begin : gen_no_pes
    $fatal(1, "systolic_array: a row and a column at least");
  end else if (AccLatency < 1) begin : gen_no_latency
    $fatal(1, "systolic_array: an accumulation takes a cycle or more");
  end else if (Dataflow == lmulsim_pkg::DF_STATIONARY) begin : gen_stationary
    logic            swap;
    logic [Rows-1:0] take;
    logic            unused_beats;
    assign unused_beats = ^moving_beats_i;

    ctrl_stationary #(.Rows(Rows), .OutLatency(Rows * AccLatency + Cols + MulStages)) u_ctrl (
      .clk_i, .rst_ni, .moving_valid_i, .moving_ready_o, .moving_first_i, .moving_last_i,
      .moving_accumulate_i, .stationary_valid_i, .stationary_ready_o, .psum_valid_i, .psum_ready_o,
      .result_valid_o, .result_ready_i, .result_last_o, .en_o(en), .valid_o(valid), .swap_o(swap),
      .take_o(take)
    );
    array_stationary #(.Rows(Rows), .Cols(Cols), .Pe(Pe)) u_array (
      .clk_i, .rst_ni, .en_i(en), .valid_i(valid), .swap_i(swap),
      .accumulate_i(moving_accumulate_i), .take_i(take), .moving_data_i, .stationary_data_i,
      .psum_data_i, .result_data_o(results)
    );
  end else if (Dataflow == lmulsim_pkg::DF_OUTPUT) begin : gen_output
    logic                       zero, cap;
    logic [Rows*AccLatency-1:0] shift;
    logic                       unused_partial;
    // The first beat's length says where the tile ends.
    assign unused_partial = psum_valid_i ^ moving_accumulate_i ^ moving_last_i ^ (^psum_data_i);
    assign psum_ready_o   = 1'b0;

    ctrl_output #(.Rows(Rows), .Cols(Cols), .MulStages(MulStages), .AccLatency(AccLatency)) u_ctrl (
      .clk_i, .rst_ni, .moving_valid_i, .moving_ready_o, .moving_first_i, .moving_beats_i,
      .second_valid_i(stationary_valid_i), .second_ready_o(stationary_ready_o), .result_valid_o,
      .result_ready_i, .result_last_o, .en_o(en), .valid_o(valid), .zero_o(zero), .cap_o(cap),
      .shift_o(shift)
    );
    array_output #(.Rows(Rows), .Cols(Cols), .Pe(Pe)) u_array (
      .clk_i, .rst_ni, .en_i(en), .valid_i(valid), .zero_i(zero), .cap_i(cap), .shift_i(shift),
      .moving_data_i, .second_data_i(stationary_data_i), .result_data_o(results)
    );
  end else begin : gen_none
    $fatal(1, "systolic_array: no such Dataflow");
  end

  // Nothing of the datapath, which has no reset, shows before it is valid.
  assign result_data_o = result_valid_o ? results : '0;

endmodule
