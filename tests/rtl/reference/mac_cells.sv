// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The hardware's multiplier and accumulator as rtl/pe/mac.sv joins them, without registers.
module mac_cells #(
  parameter int Mul,
  parameter int FmtA,
  parameter int FmtB,
  parameter int Offset,
  parameter int Subnormals,
  parameter int Acc,
  parameter int FixedWidth,
  parameter int FixedLsb,
  localparam int WidthA  = lmulsim_pkg::width(FmtA),
  localparam int WidthB  = lmulsim_pkg::width(FmtB),
  localparam int AccBits = lmulsim_pkg::acc_bits(Acc, FixedWidth)
) (
  input  logic [WidthA-1:0]  a_i,
  input  logic [WidthB-1:0]  b_i,
  input  logic [AccBits-1:0] acc_i,
  output logic [AccBits-1:0] acc_o
);

  localparam int Normal   = lmulsim_pkg::prod_normal(Mul, Acc);
  localparam int ProdBits = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal);

  logic [ProdBits-1:0] prod;
  logic                unused_valid;
  multiplier #(
    .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset), .Normal(Normal)
  ) u_mul (
    .a_i(a_i), .b_i(b_i), .prod_o(prod)
  );
  accumulator #(
    .Acc(Acc), .ProdBits(ProdBits),
    .ProdExpBits(lmulsim_pkg::prod_exp_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal)),
    .ProdSigBits(lmulsim_pkg::prod_sig_bits(Mul, FmtA, FmtB, Offset)),
    .ProdFracBits(lmulsim_pkg::prod_frac_bits(Mul, FmtA, FmtB, Offset, Normal)),
    .ProdBias(lmulsim_pkg::prod_bias(FmtA, FmtB)),
    .ProdExpMin(lmulsim_pkg::prod_exp_min(Mul, FmtA, FmtB, Subnormals, Normal)),
    .ProdExpMax(lmulsim_pkg::prod_exp_max(Mul, FmtA, FmtB, Offset, Normal)),
    .FixedWidth(FixedWidth), .FixedLsb(FixedLsb), .Latency(0)
  ) u_acc (
    .clk_i(1'b0), .rst_ni(1'b1), .en_i(1'b1), .valid_i(1'b1), .acc_i(acc_i), .prod_i(prod),
    .valid_o(unused_valid), .acc_o(acc_o)
  );

endmodule
