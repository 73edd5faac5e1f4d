// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Exact floating-point multiplier. Combinational; the product is not rounded. Normal is what
// lmulsim_pkg::prod_normal says: with a leading one, or as the multiplication leaves it, of
// operands with or without one. See lmulsim_pkg::prod_bits for the product's layout, prod_bias for its
// exponent.
module mul_exact #(
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  parameter int Normal     = 1,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  =
      lmulsim_pkg::prod_bits(lmulsim_pkg::MUL_EXACT, FmtA, FmtB, 0, Subnormals, Normal)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam int SigBits  = lmulsim_pkg::prod_sig_bits(lmulsim_pkg::MUL_EXACT, FmtA, FmtB, 0);
  localparam int SigBitsA = lmulsim_pkg::man_bits(FmtA) + 1;
  localparam int SigBitsB = lmulsim_pkg::man_bits(FmtB) + 1;
  localparam int ExpBits  = ProdBits - 4 - SigBits;
  localparam int ExpBitsA = lmulsim_pkg::operand_exp_bits(FmtA);
  localparam int ExpBitsB = lmulsim_pkg::operand_exp_bits(FmtB);
  localparam int SumBits  = lmulsim_pkg::max2(lmulsim_pkg::max2(ExpBitsA, ExpBitsB), ExpBits);

  logic nan_a, inf_a, zero_a, sign_a;
  logic nan_b, inf_b, zero_b, sign_b;
  logic [ExpBitsA-1:0] exp_a;
  logic [ExpBitsB-1:0] exp_b;
  logic [SigBitsA-1:0] sig_a;
  logic [SigBitsB-1:0] sig_b;

  float_decode #(.Fmt(FmtA), .Subnormals(Subnormals), .Normal(Normal)) u_decode_a (
    .code_i(a_i), .nan_o(nan_a), .inf_o(inf_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a),
    .sig_o(sig_a)
  );
  float_decode #(.Fmt(FmtB), .Subnormals(Subnormals), .Normal(Normal)) u_decode_b (
    .code_i(b_i), .nan_o(nan_b), .inf_o(inf_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b),
    .sig_o(sig_b)
  );

  logic [SigBits-1:0] raw, sig;
  logic               carry;
  logic               nan, inf, zero;

  // Recoding pays for significands of eight bits or more.
  if (SigBitsA >= 8 && SigBitsB >= 8) begin : gen_booth
    mul_booth #(.BitsA(SigBitsA), .BitsB(SigBitsB)) u_mul (.a_i(sig_a), .b_i(sig_b), .prod_o(raw));
  end else begin : gen_short
    assign raw = SigBits'(sig_a) * SigBits'(sig_b);
  end

  if (Normal == lmulsim_pkg::PROD_NORMAL) begin : gen_normal
    assign carry = raw[SigBits-1];
    assign sig   = {1'b1, carry ? raw[SigBits-2:0] : {raw[SigBits-3:0], 1'b0}};
  end else begin : gen_plain
    assign carry = 1'b0;
    assign sig   = raw;
  end

  // The significands' carry comes in below the exponents' last bits.
  logic [SumBits:0] exp_sum;
  logic             unused_bits;
  assign exp_sum = {{(SumBits - ExpBitsA) {exp_a[ExpBitsA-1]}}, exp_a, 1'b1} +
                   {{(SumBits - ExpBitsB) {exp_b[ExpBitsB-1]}}, exp_b, carry};
  assign unused_bits = exp_sum[0] ^ (^exp_sum[SumBits:ExpBits]);

  // A zero that is seen in the significand needs no flag.
  localparam bit ZeroInSig =
      Normal == lmulsim_pkg::PROD_PLAIN && Subnormals == lmulsim_pkg::SUB_NORMALIZE;
  assign nan  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign inf  = !nan && (inf_a || inf_b);
  assign zero = !ZeroInSig && !nan && !inf && (zero_a || zero_b);

  assign prod_o = {nan, inf, zero, sign_a ^ sign_b, exp_sum[ExpBits:1], sig};

endmodule
