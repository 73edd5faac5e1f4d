// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The multiplier that is an adder: mag(a) + mag(b) + Offset on magnitude words. Offset 2^m >> l(m)
// is L-Mul, 0 is Mitchell's multiplier. Combinational. The exponents' biases stay in the product
// (lmulsim_pkg::prod_bias); operands of different mantissas are widened exactly first. A product
// outside the range of fp32's normal numbers is an infinity or a signed zero.
module mul_adder #(
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_DAZ,
  parameter int Offset     = 1,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  =
      lmulsim_pkg::prod_bits(lmulsim_pkg::MUL_ADDER, FmtA, FmtB, Offset, Subnormals, 1)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam int ManBitsA = lmulsim_pkg::man_bits(FmtA);
  localparam int ManBitsB = lmulsim_pkg::man_bits(FmtB);
  localparam int ManBits  = lmulsim_pkg::adder_man_bits(FmtA, FmtB);
  localparam int ExpBitsA = lmulsim_pkg::operand_exp_bits(FmtA);
  localparam int ExpBitsB = lmulsim_pkg::operand_exp_bits(FmtB);
  // The sum's exponent, negative when its two highest bits are set; the bus has what a product that
  // is in range needs.
  localparam int BusBits  = ProdBits - 5 - ManBits;
  localparam int ExpBits  = lmulsim_pkg::max2(lmulsim_pkg::max2(ExpBitsA, ExpBitsB), BusBits);
  localparam int SumBits  = ExpBits + ManBits;

  logic nan_a, inf_a, zero_a, sign_a;
  logic nan_b, inf_b, zero_b, sign_b;
  logic [ExpBitsA-1:0] exp_a;
  logic [ExpBitsB-1:0] exp_b;
  logic [ManBitsA:0] sig_a;
  logic [ManBitsB:0] sig_b;

  float_decode #(.Fmt(FmtA), .Subnormals(Subnormals)) u_decode_a (
    .code_i(a_i), .nan_o(nan_a), .inf_o(inf_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a),
    .sig_o(sig_a)
  );
  float_decode #(.Fmt(FmtB), .Subnormals(Subnormals)) u_decode_b (
    .code_i(b_i), .nan_o(nan_b), .inf_o(inf_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b),
    .sig_o(sig_b)
  );

  // Magnitude words at the wider mantissa and exponent: the hidden one is no part of them.
  logic [SumBits-1:0] mag_a, mag_b, sum;
  logic               unused_bits;
  assign mag_a = {{(ExpBits - ExpBitsA) {exp_a[ExpBitsA-1]}}, exp_a,
                  ManBits'(sig_a[ManBitsA-1:0]) << (ManBits - ManBitsA)};
  assign mag_b = {{(ExpBits - ExpBitsB) {exp_b[ExpBitsB-1]}}, exp_b,
                  ManBits'(sig_b[ManBitsB-1:0]) << (ManBits - ManBitsB)};
  assign unused_bits = sig_a[ManBitsA] ^ sig_b[ManBitsB] ^ (^exp);

  if (Offset == 1) begin : gen_carry_in
    logic unused_carry;
    assign {sum, unused_carry} = {mag_a, 1'b1} + {mag_b, 1'b1};
  end else if (Offset == 0) begin : gen_plain
    assign sum = mag_a + mag_b;
  end else begin : gen_constant
    assign sum = mag_a + mag_b + SumBits'(Offset);
  end

  logic [ExpBits-1:0] exp;
  logic nan, inf, zero, too_big, too_small;
  assign exp = sum[SumBits-1:ManBits];

  if (lmulsim_pkg::adder_limited(FmtA, FmtB, Offset, Subnormals) != 0) begin : gen_fp32_range
    // Signed variables: Yosys takes a size cast for unsigned, and the comparison with it.
    localparam int ExpBias = lmulsim_pkg::prod_bias(FmtA, FmtB);
    logic signed [ExpBits:0] number, largest, smallest;
    assign number    = {&exp[ExpBits-1:ExpBits-2], exp};
    assign largest   = (ExpBits + 1)'(ExpBias + 127);
    assign smallest  = (ExpBits + 1)'(ExpBias - 126);
    assign too_big   = number > largest;
    assign too_small = number < smallest;
  end else begin : gen_in_range
    assign too_big   = 1'b0;
    assign too_small = 1'b0;
  end

  assign nan  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign zero = !nan && !inf_a && !inf_b && (zero_a || zero_b || too_small);
  assign inf  = !nan && !zero && (inf_a || inf_b || too_big);

  assign prod_o = {nan, inf, zero, sign_a ^ sign_b, exp[BusBits-1:0], 1'b1, sum[ManBits-1:0]};

endmodule
