// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Processing element whose results stay. Operands go right and down; AccLatency results circulate in the accumulator's registers and are
// copied to shadow slots, a part of the column's output chain, when they are final. Timing: README.md, "Output stationary".
module pe_output #(
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Mul        = lmulsim_pkg::MUL_EXACT,
  parameter int Offset     = 0,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  parameter int Acc        = lmulsim_pkg::ACC_FP32,
  parameter int FixedWidth = 48,
  parameter int FixedLsb   = -18,
  parameter int MulStages  = 0,
  parameter int AccLatency = 1,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int AccBits   = lmulsim_pkg::acc_bits(Acc, FixedWidth)
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  en_i,
  // Beat: start from zero; first of the AccLatency last beats of the tile.
  input  logic                  valid_i,
  input  logic                  zero_i,
  input  logic                  cap_i,
  input  logic [WidthA-1:0]     a_i,
  input  logic [WidthB-1:0]     b_i,
  output logic                  valid_o,
  output logic                  zero_o,
  output logic                  cap_o,
  output logic [WidthA-1:0]     a_o,
  output logic [WidthB-1:0]     b_o,
  // Output chain: own shift bits (going right), the slot above and its shift bit.
  input  logic [AccLatency-1:0] shift_i,
  output logic [AccLatency-1:0] shift_o,
  input  logic                  above_shift_i,
  input  logic [AccBits-1:0]    above_i,
  output logic [AccBits-1:0]    below_o
);

  logic                  valid_q, zero_q, cap_q;
  logic [AccLatency-1:0] shift_q;
  logic [WidthA-1:0]     a_q;
  logic [WidthB-1:0]     b_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= 1'b0;
      zero_q  <= 1'b0;
      cap_q   <= 1'b0;
      shift_q <= '0;
    end else if (en_i) begin
      valid_q <= valid_i;
      zero_q  <= zero_i;
      cap_q   <= cap_i;
      shift_q <= shift_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (en_i && valid_i) begin
      a_q <= a_i;
      b_q <= b_i;
    end
  end

  assign valid_o = valid_q;
  assign zero_o  = zero_q;
  assign cap_o   = cap_q;
  assign a_o     = a_q;
  assign b_o     = b_q;
  assign shift_o = shift_q;

  // The flags of a beat follow its product; a capture follows its sum out of the ring.
  logic               zero, unused_step, unused_valid;
  logic [AccBits-1:0] sum;
  delay_bit #(.Depth(MulStages)) u_zero (.clk_i, .rst_ni, .en_i, .bit_i(zero_q), .bit_o(zero));

  mac #(
    .FmtA(FmtA), .FmtB(FmtB), .Mul(Mul), .Offset(Offset), .Subnormals(Subnormals), .Acc(Acc), .FixedWidth(FixedWidth),
    .FixedLsb(FixedLsb), .MulStages(MulStages), .AccLatency(AccLatency)
  ) u_mac (
    .clk_i, .rst_ni, .en_i, .valid_i(valid_q), .a_i(a_q), .b_i(b_q), .step_o(unused_step), .acc_i(zero ? '0 : sum),
    .valid_o(unused_valid), .sum_o(sum)
  );

  for (genvar i = 0; i < AccLatency; i++) begin : gen_slot
    logic               cap, shift;
    logic [AccBits-1:0] above, slot_q;
    if (i == 0) begin : gen_top
      delay_bit #(.Depth(MulStages + AccLatency)) u_cap (.clk_i, .rst_ni, .en_i, .bit_i(cap_q), .bit_o(cap));
      assign above = above_i;
      assign shift = above_shift_i;
    end else begin : gen_inner
      delay_bit #(.Depth(1)) u_cap (.clk_i, .rst_ni, .en_i, .bit_i(gen_slot[i-1].cap), .bit_o(cap));
      assign above = gen_slot[i-1].slot_q;
      assign shift = shift_i[i-1];
    end
    always_ff @(posedge clk_i) begin
      if (en_i && (cap || shift)) begin
        slot_q <= cap ? sum : above;
      end
    end
  end
  assign below_o = gen_slot[AccLatency-1].slot_q;

endmodule
