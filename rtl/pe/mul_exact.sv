// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Exact floating-point multiplier. Combinational; the product is not rounded and has a leading one.
module mul_exact #(
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  = lmulsim_pkg::prod_bits(lmulsim_pkg::MUL_EXACT, FmtA, FmtB)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam int ExpBits = lmulsim_pkg::prod_exp_bits(FmtA, FmtB);
  // 1.f times 1.f: m+1 bits each, the product in [1, 4).
  localparam int SigBits = lmulsim_pkg::prod_sig_bits(lmulsim_pkg::MUL_EXACT, FmtA, FmtB);
  localparam int Bias    = lmulsim_pkg::bias(FmtA) + lmulsim_pkg::bias(FmtB);

  logic nan_a, inf_a, zero_a, sign_a;
  logic nan_b, inf_b, zero_b, sign_b;
  logic signed [lmulsim_pkg::exp_bits(FmtA)+1:0] exp_a;
  logic signed [lmulsim_pkg::exp_bits(FmtB)+1:0] exp_b;
  logic [lmulsim_pkg::man_bits(FmtA):0] sig_a;
  logic [lmulsim_pkg::man_bits(FmtB):0] sig_b;

  float_decode #(.Fmt(FmtA), .Subnormals(Subnormals)) u_decode_a (
    .code_i(a_i), .nan_o(nan_a), .inf_o(inf_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a), .sig_o(sig_a)
  );
  float_decode #(.Fmt(FmtB), .Subnormals(Subnormals)) u_decode_b (
    .code_i(b_i), .nan_o(nan_b), .inf_o(inf_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b), .sig_o(sig_b)
  );

  logic [SigBits-1:0]        raw;
  logic [SigBits-1:0]        sig;
  logic signed [ExpBits-1:0] exp;
  logic                      nan, inf, zero;

  assign raw = SigBits'(sig_a) * SigBits'(sig_b);
  assign sig = raw[SigBits-1] ? raw : raw << 1;
  assign exp = ExpBits'(exp_a) + ExpBits'(exp_b) - ExpBits'(Bias) + ExpBits'(signed'({1'b0, raw[SigBits-1]}));

  assign nan  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign inf  = !nan && (inf_a || inf_b);
  assign zero = !nan && !inf && (zero_a || zero_b);

  assign prod_o = {nan, inf, zero, sign_a ^ sign_b, exp, sig};

endmodule
