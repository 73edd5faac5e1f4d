// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Multipliers that look significands up, side by side on the same operands, for tests. Instance i stands at bits 64*i
// of prod_o:
//   0  log43, antilog:5             7  e4m3, cmean:5
//   1  log34, antilog:5             8  e5m2 * e4m3, cmean:6, daz
//   2  log34, antilog:6             9  e2m5, cmean:2
//   3  log43 * log34, antilog:4     10 e3m4, cmean:4, daz
//   4  log16, antilog:1             11 log43, mitchell
//   5  log61, antilog:16            12 log34 * log43, mitchell
//   6  e4m3, cmean:5, daz           13 log33, antilog:5
// The tables are literals, made by exact fractions and sixty decimal digits outside of this project's programs.
module lookup_bench #(
  localparam int Count = 14
) (
  // Operands of seven bits take the lower ones.
  input  logic [7:0]          a_i,
  input  logic [7:0]          b_i,
  output logic [64*Count-1:0] prod_o
);

  function automatic int log_of(int exp_bits, int man_bits);
    log_of = lmulsim_pkg::OF_PARTS + lmulsim_pkg::OF_LOG + lmulsim_pkg::OF_EXP * exp_bits + man_bits;
  endfunction
  function automatic int float_of(int exp_bits, int man_bits);
    float_of = lmulsim_pkg::OF_PARTS + lmulsim_pkg::OF_EXP * exp_bits + man_bits;
  endfunction

  function automatic int fmt_a(int i);
    case (i)
      0, 3, 11: fmt_a = log_of(4, 3);
      1, 2, 12: fmt_a = log_of(3, 4);
      4: fmt_a = log_of(1, 6);
      5: fmt_a = log_of(6, 1);
      8: fmt_a = lmulsim_pkg::FMT_E5M2;
      9: fmt_a = float_of(2, 5);
      10: fmt_a = float_of(3, 4);
      13: fmt_a = log_of(3, 3);
      default: fmt_a = lmulsim_pkg::FMT_E4M3;
    endcase
  endfunction
  function automatic int fmt_b(int i);
    case (i)
      3: fmt_b = log_of(3, 4);
      8: fmt_b = lmulsim_pkg::FMT_E4M3;
      12: fmt_b = log_of(4, 3);
      default: fmt_b = fmt_a(i);
    endcase
  endfunction
  function automatic int mul_of(int i);
    mul_of = (i == 11 || i == 12) ? lmulsim_pkg::MUL_ADDER :
             (i >= 6 && i <= 10) ? lmulsim_pkg::MUL_CMEAN : lmulsim_pkg::MUL_ANTILOG;
  endfunction
  function automatic int bits_of(int i);
    case (i)
      2, 8: bits_of = 6;
      3, 10: bits_of = 4;
      4: bits_of = 1;
      5: bits_of = 16;
      9: bits_of = 2;
      11, 12: bits_of = 0;
      default: bits_of = 5;
    endcase
  endfunction
  function automatic logic [127:0] table_of(int i);
    case (i)
      0, 13: table_of = 128'hdda2d49860;
      1: table_of = 128'heef16a45ed5a50620c20;
      2: table_of = 128'hef5c2c9e37db5d33cc2460c0;
      3: table_of = 128'hfdcba98765432110;
      4: table_of = 128'hfffffffe00000;
      5: table_of = 128'h6a0a0000;
      6, 7: table_of = 128'h62916a8c3fead162080;
      8: table_of = 128'h30a62693346ff5ae2650200;
      9: table_of = 128'hffffaaaa9555500003ffeaaa555500;
      10: table_of = 128'hedcba987765432110fdcba976543210;
      default: table_of = '0;
    endcase
  endfunction

  for (genvar i = 0; i < Count; i++) begin : gen_product
    localparam int FmtA       = fmt_a(i);
    localparam int FmtB       = fmt_b(i);
    localparam int Mul        = mul_of(i);
    localparam int Subnormals =
        (i == 6 || i == 8 || i == 10) ? lmulsim_pkg::SUB_DAZ : lmulsim_pkg::SUB_NORMALIZE;
    localparam int ProdBits   = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, bits_of(i), Subnormals, 1);
    logic [ProdBits-1:0] prod;
    multiplier #(
      .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(bits_of(i)), .Lookup(table_of(i))
    ) u_mul (
      .a_i(a_i[lmulsim_pkg::width(FmtA)-1:0]), .b_i(b_i[lmulsim_pkg::width(FmtB)-1:0]), .prod_o(prod)
    );
    assign prod_o[64*i+:64] = 64'(prod);
  end

endmodule
