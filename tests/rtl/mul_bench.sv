// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Multipliers side by side on the same operands, for tests: 4 format pairs x every multiplier of the package without a
// table by its code (the adder three times: lmul, mitchell, offset 3) and the exact one as fixed-point sums take it, x {daz,
// normalize}, and int8 (Wide = 0 without Families). Instance i stands at bits 64*i of prod_o; i = (pair * Variants +
// variant) * 2 + subnormals, int8 is the last. Families = 1: formats that have no code of their own.
module mul_bench #(
  parameter int Wide      = 0,
  parameter int Families  = 0,
  localparam int Bits     = (Wide != 0) ? 16 : 8,
  localparam int Plain    = lmulsim_pkg::MUL_ANTILOG + 2,  // the variant for fixed-point sums
  localparam int Variants = Plain + 1,
  localparam int Count    = 8 * Variants + 1
) (
  input  logic [Bits-1:0]     a_i,
  input  logic [Bits-1:0]     b_i,
  output logic [64*Count-1:0] prod_o
);

  function automatic int of_parts(int exp_bits, int man_bits, int one_nan);
    of_parts = lmulsim_pkg::OF_PARTS + lmulsim_pkg::OF_ONE_NAN * one_nan +
               lmulsim_pkg::OF_EXP * exp_bits + man_bits;
  endfunction

  // Pairs of formats: all combinations of the 8-bit ones; for 16 bits the plain and the mixed ones.
  function automatic int fmt_a(int pair);
    case (4 * (2 * Families + Wide) + pair)
      0, 1: fmt_a = lmulsim_pkg::FMT_E4M3;
      2, 3: fmt_a = lmulsim_pkg::FMT_E5M2;
      4, 6: fmt_a = lmulsim_pkg::FMT_BF16;
      5, 7: fmt_a = lmulsim_pkg::FMT_FP16;
      8: fmt_a = of_parts(3, 4, 0);
      9: fmt_a = of_parts(3, 4, 1);
      10: fmt_a = of_parts(2, 5, 0);
      11: fmt_a = of_parts(6, 1, 0);
      12: fmt_a = of_parts(2, 13, 0);
      13: fmt_a = of_parts(7, 8, 0);
      14: fmt_a = of_parts(5, 6, 0);
      default: fmt_a = of_parts(6, 9, 1);
    endcase
  endfunction
  function automatic int fmt_b(int pair);
    case (4 * (2 * Families + Wide) + pair)
      0, 2, 6: fmt_b = lmulsim_pkg::FMT_E4M3;
      1, 3, 7: fmt_b = lmulsim_pkg::FMT_E5M2;
      4: fmt_b = lmulsim_pkg::FMT_BF16;
      5: fmt_b = lmulsim_pkg::FMT_FP16;
      10: fmt_b = of_parts(6, 1, 1);
      11: fmt_b = of_parts(2, 5, 1);
      13: fmt_b = of_parts(7, 8, 1);
      15: fmt_b = of_parts(8, 1, 0);
      default: fmt_b = fmt_a(pair);
    endcase
  endfunction
  // 2^m >> l(m).
  function automatic int lmul_offset(int m);
    lmul_offset = (m <= 3) ? 1 : (m == 4) ? 2 : ((1 << m) >> 4);
  endfunction
  // The code of a variant: the adder's stands for three.
  function automatic int mul_of(int variant);
    if (variant == Plain) begin
      mul_of = lmulsim_pkg::MUL_EXACT;
    end else if (variant <= lmulsim_pkg::MUL_ADDER) begin
      mul_of = variant;
    end else begin
      mul_of = lmulsim_pkg::max2(variant - 2, lmulsim_pkg::MUL_ADDER);
    end
  endfunction
  function automatic int offset(int variant, int m);
    case (variant)
      lmulsim_pkg::MUL_ADDER: offset = lmul_offset(m);
      lmulsim_pkg::MUL_ADDER + 2: offset = 3;
      default: offset = 0;
    endcase
  endfunction

  for (genvar i = 0; i < Count - 1; i++) begin : gen_float
    localparam int FmtA     = fmt_a(i / (2 * Variants));
    localparam int FmtB     = fmt_b(i / (2 * Variants));
    localparam int Variant  = (i / 2) % Variants;
    localparam int Mul      = mul_of(Variant);
    localparam int Offset   = offset(Variant, lmulsim_pkg::adder_man_bits(FmtA, FmtB));
    localparam int Normal   = (Variant == Plain) ? 0 : 1;
    localparam int ProdBits = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, i % 2, Normal);
    logic [ProdBits-1:0] prod;
    multiplier #(
      .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(i % 2), .Offset(Offset), .Normal(Normal)
    ) u_mul (
      .a_i(a_i[lmulsim_pkg::width(FmtA)-1:0]), .b_i(b_i[lmulsim_pkg::width(FmtB)-1:0]), .prod_o(prod)
    );
    assign prod_o[64*i+:64] = 64'(prod);
  end

  if (Wide == 0 && Families == 0) begin : gen_int8
    logic [15:0] prod;
    multiplier #(.FmtA(lmulsim_pkg::FMT_INT8), .FmtB(lmulsim_pkg::FMT_INT8)) u_mul (.a_i(a_i), .b_i(b_i), .prod_o(prod));
    assign prod_o[64*(Count-1)+:64] = 64'(prod);
  end else begin : gen_none
    assign prod_o[64*(Count-1)+:64] = '0;
  end

endmodule
