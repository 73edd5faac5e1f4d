// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The multiplier that is an adder: r = mag(a) + mag(b) - C on magnitude words, C = (bias << m) - Offset. Offset 2^m >> l(m) is
// L-Mul, 0 is Mitchell's multiplier. Combinational. The product keeps r's exponent as it is; outside the range of fp32's normal
// numbers it is an infinity or a signed zero. Operands of different formats are widened exactly first.
module mul_adder #(
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_DAZ,
  parameter int Offset     = 1,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  = lmulsim_pkg::prod_bits(lmulsim_pkg::MUL_ADDER, FmtA, FmtB)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam int WideFmt = lmulsim_pkg::wide_exp_fmt(FmtA, FmtB);
  localparam int ExpBits = lmulsim_pkg::prod_exp_bits(FmtA, FmtB);
  localparam int ManBits = lmulsim_pkg::adder_man_bits(FmtA, FmtB);
  // e + m + 2 bits: two magnitudes of e + m bits, their carry, and a sign.
  localparam int SumBits = ExpBits + ManBits;
  localparam int Bias    = lmulsim_pkg::bias(WideFmt);
  // Rebiasing to the wide exponent is one constant for both operands.
  localparam int Rebias  = 2 * Bias - lmulsim_pkg::bias(FmtA) - lmulsim_pkg::bias(FmtB);
  localparam int C       = ((Bias - Rebias) << ManBits) - Offset;

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

  // Magnitude words at the wide mantissa: the hidden one is not part of them.
  logic signed [SumBits-1:0] mag_a, mag_b, r;
  logic unused_hidden;
  assign unused_hidden = sig_a[lmulsim_pkg::man_bits(FmtA)] ^ sig_b[lmulsim_pkg::man_bits(FmtB)];
  assign mag_a = (SumBits'(exp_a) <<< ManBits) |
                 (SumBits'(sig_a[lmulsim_pkg::man_bits(FmtA)-1:0]) << (ManBits - lmulsim_pkg::man_bits(FmtA)));
  assign mag_b = (SumBits'(exp_b) <<< ManBits) |
                 (SumBits'(sig_b[lmulsim_pkg::man_bits(FmtB)-1:0]) << (ManBits - lmulsim_pkg::man_bits(FmtB)));
  assign r = mag_a + mag_b - SumBits'(C);

  logic signed [ExpBits-1:0] exp;
  logic nan, inf, zero, too_big, too_small;
  assign exp = signed'(r[SumBits-1:ManBits]) - ExpBits'(Bias);

  if (lmulsim_pkg::exp_bits(WideFmt) == 8) begin : gen_fp32_range
    // Bounds in signed variables: Yosys takes a size cast for unsigned, and the comparison with it.
    logic signed [ExpBits-1:0] largest, smallest;
    assign largest   = ExpBits'(127);
    assign smallest  = ExpBits'(-126);
    assign too_big   = exp > largest;
    assign too_small = exp < smallest;
  end else begin : gen_in_range
    assign too_big   = 1'b0;
    assign too_small = 1'b0;
  end

  assign nan  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign zero = !nan && !inf_a && !inf_b && (zero_a || zero_b || too_small);
  assign inf  = !nan && !zero && (inf_a || inf_b || too_big);

  assign prod_o = {nan, inf, zero, sign_a ^ sign_b, exp, 1'b1, r[ManBits-1:0]};

endmodule
