// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// acc + a * b without registers, by the plain descriptions.
module reference_mac #(
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

  if (Acc == lmulsim_pkg::ACC_INT32) begin : gen_integers
    // 33 bits hold the sum of a 32-bit number and a product: an overflow is a sign that differs.
    logic [15:0] prod;
    logic [32:0] sum;
    assign prod  = {{8{a_i[7]}}, a_i} * {{8{b_i[7]}}, b_i};
    assign sum   = {acc_i[31], acc_i[31:0]} + {{17{prod[15]}}, prod};
    assign acc_o = {acc_i[32] | (sum[32] != sum[31]), sum[31:0]};
  end else begin : gen_floats
    localparam int SigBits = (Mul == lmulsim_pkg::MUL_ADDER) ?
      lmulsim_pkg::adder_man_bits(FmtA, FmtB) + 1 :
      lmulsim_pkg::man_bits(FmtA) + lmulsim_pkg::man_bits(FmtB) + 2;
    logic nan, inf, zero, sign;
    logic signed [11:0] exp;
    logic [SigBits-1:0] sig;
    reference_multiplier #(
      .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Offset(Offset), .Subnormals(Subnormals)
    ) u_mul (
      .a_i(a_i), .b_i(b_i), .nan_o(nan), .inf_o(inf), .zero_o(zero), .sign_o(sign), .exp_o(exp),
      .sig_o(sig)
    );
    if (Acc == lmulsim_pkg::ACC_FIXED) begin : gen_fixed
      reference_fixed_sum #(.Width(FixedWidth), .Lsb(FixedLsb), .SigBits(SigBits)) u_sum (
        .acc_i(acc_i), .nan_i(nan), .inf_i(inf), .zero_i(zero), .sign_i(sign), .exp_i(exp),
        .sig_i(sig), .acc_o(acc_o)
      );
    end else begin : gen_float
      reference_float_sum #(.ManBits(AccBits - 9), .SigBits(SigBits)) u_sum (
        .acc_i(acc_i), .nan_i(nan), .inf_i(inf), .zero_i(zero), .sign_i(sign), .exp_i(exp),
        .sig_i(sig), .acc_o(acc_o)
      );
    end
  end

endmodule
