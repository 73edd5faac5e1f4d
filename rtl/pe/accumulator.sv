// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// One accumulation step, acc + product (or a group of them), in Latency cycles. A register loads
// when its stage is enabled and holds a valid step, so bubbles do not switch it. valid_o is valid_i
// delayed by Latency. With a latency of two or more the floating-point adder is cut between
// addition and normalisation; further registers stand at the output for retiming.
module accumulator #(
  parameter int Acc          = lmulsim_pkg::ACC_FP32,
  parameter int ProdBits     = 17,
  parameter int ProdExpBits  = 5,
  parameter int ProdSigBits  = 8,
  parameter int ProdFracBits = 7,
  parameter int ProdBias     = 14,
  parameter int ProdExpMin   = 2,
  parameter int ProdExpMax   = 31,
  parameter int FixedWidth   = 48,
  parameter int FixedLsb     = -18,
  parameter int Latency      = 1,
  localparam int AccBits     = lmulsim_pkg::acc_bits(Acc, FixedWidth)
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                en_i,
  input  logic                valid_i,
  input  logic [AccBits-1:0]  acc_i,
  input  logic [ProdBits-1:0] prod_i,
  output logic                valid_o,
  output logic [AccBits-1:0]  acc_o
);

  localparam bit IsFloat = lmulsim_pkg::acc_man_bits(Acc) != 0;
  // Registers after the full result: all, or all but the one inside the adder.
  localparam int OutRegs = (IsFloat && Latency > 1) ? Latency - 1 : Latency;

  logic               result_valid;
  logic [AccBits-1:0] result;

  if (IsFloat) begin : gen_float
    localparam int ManBits = lmulsim_pkg::acc_man_bits(Acc);
    localparam int SumBits = lmulsim_pkg::sum_bits(ManBits, ProdSigBits);
    localparam int ExpBits = lmulsim_pkg::sum_exp_bits(ProdBias, ProdExpMax);
    localparam int MidBits = 4 + ExpBits + SumBits;

    logic [MidBits-1:0] mid_d, mid;
    acc_float_add #(
      .ManBits(ManBits), .ProdExpBits(ProdExpBits), .ProdSigBits(ProdSigBits), .ProdBias(ProdBias),
      .ProdExpMin(ProdExpMin), .ProdExpMax(ProdExpMax)
    ) u_add (
      .acc_i(acc_i), .prod_i(prod_i), .nan_o(mid_d[MidBits-1]), .inf_o(mid_d[MidBits-2]),
      .sign_o(mid_d[MidBits-3]), .cancel_o(mid_d[MidBits-4]), .exp_o(mid_d[SumBits+:ExpBits]),
      .sum_o(mid_d[SumBits-1:0])
    );
    if (Latency > 1) begin : gen_cut
      delay_valid #(.Width(MidBits), .Depth(1)) u_mid (
        .clk_i, .rst_ni, .en_i, .valid_i, .data_i(mid_d), .valid_o(result_valid), .data_o(mid)
      );
    end else begin : gen_whole
      assign mid          = mid_d;
      assign result_valid = valid_i;
    end
    acc_float_round #(.ManBits(ManBits), .SumBits(SumBits), .ExpBits(ExpBits)) u_round (
      .nan_i(mid[MidBits-1]), .inf_i(mid[MidBits-2]), .sign_i(mid[MidBits-3]),
      .cancel_i(mid[MidBits-4]), .exp_i(mid[SumBits+:ExpBits]), .sum_i(mid[SumBits-1:0]),
      .acc_o(result)
    );
  end else if (Acc == lmulsim_pkg::ACC_FIXED) begin : gen_fixed
    assign result_valid = valid_i;
    acc_fixed #(
      .ProdExpBits(ProdExpBits), .ProdSigBits(ProdSigBits), .ProdFracBits(ProdFracBits),
      .ProdBias(ProdBias), .ProdExpMin(ProdExpMin), .Width(FixedWidth), .Lsb(FixedLsb)
    ) u_acc (
      .acc_i(acc_i), .prod_i(prod_i), .acc_o(result)
    );
  end else if (Acc == lmulsim_pkg::ACC_NARROW) begin : gen_narrow
    assign result_valid = valid_i;
    acc_narrow #(
      .ProdExpBits(ProdExpBits), .ProdSigBits(ProdSigBits), .ProdFracBits(ProdFracBits),
      .ProdBias(ProdBias), .ProdExpMin(ProdExpMin), .ProdExpMax(ProdExpMax), .Width(FixedWidth),
      .Lsb(FixedLsb)
    ) u_acc (
      .acc_i(acc_i), .prod_i(prod_i), .acc_o(result)
    );
  end else if (Acc == lmulsim_pkg::ACC_GROUP) begin : gen_group
    assign result_valid = valid_i;
    acc_group #(
      .GroupExpBits(ProdExpBits), .GroupSigBits(ProdSigBits), .GroupBias(ProdBias + ProdFracBits),
      .GroupExpMax(ProdExpMax), .Width(FixedWidth), .Lsb(FixedLsb)
    ) u_acc (
      .acc_i(acc_i), .group_i(prod_i), .acc_o(result)
    );
  end else if (Acc == lmulsim_pkg::ACC_INT32) begin : gen_int32
    assign result_valid = valid_i;
    acc_int32 #(.ProdBits(ProdBits)) u_acc (.acc_i(acc_i), .prod_i(prod_i), .acc_o(result));
  end else begin : gen_none
    $fatal(1, "accumulator: no cell for this Acc");
  end

  delay_valid #(.Width(AccBits), .Depth(OutRegs)) u_out (
    .clk_i, .rst_ni, .en_i, .valid_i(result_valid), .data_i(result), .valid_o(valid_o),
    .data_o(acc_o)
  );

  // Latency 0 is the cell without registers.
  if (Latency < 0) begin : gen_no_latency
    $fatal(1, "accumulator: Latency is negative");
  end
  if ((Acc == lmulsim_pkg::ACC_FIXED || Acc == lmulsim_pkg::ACC_NARROW ||
       Acc == lmulsim_pkg::ACC_GROUP) && FixedWidth < 2) begin : gen_no_sum
    $fatal(1, "accumulator: a fixed-point sum has a sign and a bit");
  end

endmodule
