// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Multiply and accumulate: sum_o = acc_i + a_i * b_i. The product is ready MulStages cycles after valid_i, so acc_i belongs to
// that later cycle (step_o is set then); sum_o and valid_o follow AccLatency cycles after it.
module mac #(
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
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               en_i,
  input  logic               valid_i,
  input  logic [WidthA-1:0]  a_i,
  input  logic [WidthB-1:0]  b_i,
  output logic               step_o,
  input  logic [AccBits-1:0] acc_i,
  output logic               valid_o,
  output logic [AccBits-1:0] sum_o
);

  localparam int ProdBits = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB);

  if ((Acc == lmulsim_pkg::ACC_INT32) != (FmtA == lmulsim_pkg::FMT_INT8)) begin : gen_none
    $fatal(1, "mac: integer sums of integer products only, and no others of them");
  end

  logic [ProdBits-1:0] prod_d, prod;

  multiplier #(.Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset)) u_mul (
    .a_i(a_i), .b_i(b_i), .prod_o(prod_d)
  );

  delay_valid #(.Width(ProdBits), .Depth(MulStages)) u_prod (
    .clk_i, .rst_ni, .en_i, .valid_i, .data_i(prod_d), .valid_o(step_o), .data_o(prod)
  );

  accumulator #(
    .Acc(Acc), .ProdBits(ProdBits), .ProdExpBits(lmulsim_pkg::prod_exp_bits(FmtA, FmtB)),
    .ProdSigBits(lmulsim_pkg::prod_sig_bits(Mul, FmtA, FmtB)), .FixedWidth(FixedWidth), .FixedLsb(FixedLsb),
    .Latency(AccLatency)
  ) u_acc (
    .clk_i, .rst_ni, .en_i, .valid_i(step_o), .acc_i(acc_i), .prod_i(prod), .valid_o(valid_o), .acc_o(sum_o)
  );

endmodule
