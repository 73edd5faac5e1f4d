// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// What a product is, written to be plain and not to be small. A finite product is
// significand / 2^(SigBits - 1) * 2^exponent and has a leading one; a cut one has zeros for what is
// cut. Of the package it uses the formats' widths alone.
module reference_decode #(
  parameter int Fmt,
  parameter int Subnormals,
  localparam int ExpBits = lmulsim_pkg::exp_bits(Fmt),
  localparam int ManBits = lmulsim_pkg::man_bits(Fmt)
) (
  input  logic [ExpBits+ManBits:0] code_i,
  output logic                     nan_o,
  output logic                     inf_o,
  output logic                     zero_o,
  output logic                     sign_o,
  output logic signed [11:0]       exp_o,  // with its bias
  output logic [ManBits:0]         sig_o
);

  logic [ExpBits-1:0] field;
  logic [ManBits-1:0] man;
  logic               ieee;
  assign {sign_o, field, man} = code_i;
  assign ieee   = Fmt != lmulsim_pkg::FMT_E4M3;
  assign nan_o  = field == '1 && (ieee ? man != '0 : man == '1);
  assign inf_o  = field == '1 && ieee && man == '0;
  assign zero_o = field == '0 && (Subnormals == lmulsim_pkg::SUB_DAZ || man == '0);

  always_comb begin
    exp_o = {{(12 - ExpBits) {1'b0}}, field};
    sig_o = {1'b1, man};
    if (field == '0 && Subnormals == lmulsim_pkg::SUB_NORMALIZE) begin
      exp_o = 12'd1;
      sig_o = {1'b0, man};
      for (int i = 0; i < ManBits; i++) begin
        if (!sig_o[ManBits]) begin
          sig_o = sig_o << 1;
          exp_o = exp_o - 12'd1;
        end
      end
      sig_o[ManBits] = 1'b1;  // what is no leading one now is a zero's, of which nothing is asked
    end
  end

endmodule

module reference_multiplier #(
  parameter int Mul,
  parameter int FmtA,
  parameter int FmtB,
  parameter int Offset,
  parameter int Subnormals,
  localparam int WidthA  = lmulsim_pkg::width(FmtA),
  localparam int WidthB  = lmulsim_pkg::width(FmtB),
  localparam int ManA    = lmulsim_pkg::man_bits(FmtA),
  localparam int ManB    = lmulsim_pkg::man_bits(FmtB),
  localparam int Man     = (ManA > ManB) ? ManA : ManB,
  localparam int SigBits = (Mul == lmulsim_pkg::MUL_ADDER) ? Man + 1 : ManA + ManB + 2
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic                nan_o,
  output logic                inf_o,
  output logic                zero_o,
  output logic                sign_o,
  output logic signed [11:0]  exp_o,
  output logic [SigBits-1:0]  sig_o
);

  localparam int ExpWide = (WidthA - ManA > WidthB - ManB) ? WidthA - ManA - 1 : WidthB - ManB - 1;
  localparam int BiasA   = (1 << (WidthA - ManA - 2)) - 1;
  localparam int BiasB   = (1 << (WidthB - ManB - 2)) - 1;

  logic nan_a, inf_a, zero_a, sign_a, nan_b, inf_b, zero_b, sign_b;
  logic signed [11:0] exp_a, exp_b;
  logic [ManA:0] sig_a;
  logic [ManB:0] sig_b;
  reference_decode #(.Fmt(FmtA), .Subnormals(Subnormals)) u_a (
    .code_i(a_i), .nan_o(nan_a), .inf_o(inf_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a),
    .sig_o(sig_a)
  );
  reference_decode #(.Fmt(FmtB), .Subnormals(Subnormals)) u_b (
    .code_i(b_i), .nan_o(nan_b), .inf_o(inf_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b),
    .sig_o(sig_b)
  );

  logic too_big, too_small;
  if (Mul == lmulsim_pkg::MUL_ADDER) begin : gen_adder
    // Magnitude words at the wider mantissa; the exponents' biases leave with the constant.
    logic signed [23:0] word_a, word_b, sum;
    logic signed [11:0] largest, smallest;
    assign word_a = ({{12{exp_a[11]}}, exp_a} << Man) | (24'(sig_a[ManA-1:0]) << (Man - ManA));
    assign word_b = ({{12{exp_b[11]}}, exp_b} << Man) | (24'(sig_b[ManB-1:0]) << (Man - ManB));
    assign sum    = word_a + word_b - 24'((BiasA + BiasB) << Man) + 24'(Offset);
    assign exp_o  = sum[Man+11:Man];
    assign sig_o  = {1'b1, sum[Man-1:0]};
    // An exponent of eight bits: the bounds of fp32's normal numbers.
    assign largest   = 12'd127;
    assign smallest  = -12'd126;
    assign too_big   = ExpWide == 8 && exp_o > largest;
    assign too_small = ExpWide == 8 && exp_o < smallest;
  end else begin : gen_exact
    localparam int Kept = (Mul == lmulsim_pkg::MUL_EXACT_CUT) ? Man + 1 : SigBits;
    logic [SigBits-1:0] raw;
    assign raw   = SigBits'(sig_a) * SigBits'(sig_b);
    assign exp_o = exp_a + exp_b - 12'(BiasA + BiasB) + (raw[SigBits-1] ? 12'd1 : 12'd0);
    assign sig_o = (raw[SigBits-1] ? raw : raw << 1) & ({SigBits{1'b1}} << (SigBits - Kept));
    assign too_big   = 1'b0;
    assign too_small = 1'b0;
  end

  assign sign_o = sign_a ^ sign_b;
  assign nan_o  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign zero_o = !nan_o && !inf_a && !inf_b && (zero_a || zero_b || too_small);
  assign inf_o  = !nan_o && !zero_o && (inf_a || inf_b || too_big);

endmodule
