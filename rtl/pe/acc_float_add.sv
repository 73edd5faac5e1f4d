// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// First half of a floating-point accumulation: aligns accumulator and product and adds them. Combinational.
//
// P = ManBits + 1 is the accumulator's precision. The window holds the wider of accumulator and product plus two bits and a sticky
// bit: with an alignment of two or more the sum loses at most one leading bit, so P + 1 bits and the sticky bit stay exact. Both
// operands are placed at the larger exponent; the accumulator's smallest exponent also holds its subnormals, where no
// normalisation follows.
module acc_float_add #(
  parameter int ManBits     = 23,
  parameter int ProdExpBits = 6,
  parameter int ProdSigBits = 8,
  localparam int AccBits    = 9 + ManBits,
  // {carry, window, sticky}
  localparam int SumBits    = lmulsim_pkg::max2(ManBits + 1, ProdSigBits) + 4,
  // Biased exponents, -139 .. 383 at the widest (bf16 products), and their differences.
  localparam int ExpBits    = lmulsim_pkg::max2(ProdExpBits, 9) + 1
) (
  input  logic [AccBits-1:0]                 acc_i,
  input  logic [3+ProdExpBits+ProdSigBits:0] prod_i,
  output logic                               nan_o,
  output logic                               inf_o,
  output logic                               sign_o,
  output logic [ExpBits-1:0]                 exp_o,
  output logic [SumBits-1:0]                 sum_o
);

  localparam int WinBits = SumBits - 2;
  localparam int AccPad  = WinBits - (ManBits + 1);
  localparam int ProdPad = WinBits - ProdSigBits;
  // Shifting by more than the window leaves only the sticky bit.
  localparam int ShBits  = $clog2(WinBits + 2);

  logic prod_nan, prod_inf, prod_zero, prod_sign;
  logic signed [ProdExpBits-1:0] prod_exp;
  logic [ProdSigBits-1:0] prod_sig;
  assign {prod_nan, prod_inf, prod_zero, prod_sign, prod_exp, prod_sig} = prod_i;

  logic               acc_sign, acc_ones, acc_nan, acc_inf, acc_hidden;
  logic [7:0]         acc_field;
  logic [ManBits-1:0] acc_man;
  assign {acc_sign, acc_field, acc_man} = acc_i;
  assign acc_ones   = &acc_field;
  assign acc_nan    = acc_ones && acc_man != '0;
  assign acc_inf    = acc_ones && acc_man == '0;
  assign acc_hidden = acc_field != '0;

  // Biased exponents. A product of zero takes part as a significand of zero at the accumulator's exponent.
  logic signed [ExpBits-1:0] acc_exp, product_exp, diff;
  logic [WinBits-1:0] acc_win, prod_win, big, small_in;
  logic               prod_larger, big_sign, small_sign;
  assign acc_exp     = signed'({{(ExpBits - 8) {1'b0}}, acc_field | {7'b0, !acc_hidden}});
  assign product_exp = prod_zero ? acc_exp : ExpBits'(prod_exp) + ExpBits'(127);
  assign diff        = acc_exp - product_exp;
  assign prod_larger = diff[ExpBits-1];
  assign acc_win     = {acc_hidden, acc_man, {AccPad{1'b0}}};
  assign prod_win    = prod_zero ? '0 : {prod_sig, {ProdPad{1'b0}}};

  assign big        = prod_larger ? prod_win : acc_win;
  assign small_in   = prod_larger ? acc_win : prod_win;
  assign big_sign   = prod_larger ? prod_sign : acc_sign;
  assign small_sign = prod_larger ? acc_sign : prod_sign;
  assign exp_o      = prod_larger ? product_exp : acc_exp;

  // Right shift that keeps what it loses in a sticky bit.
  logic [ExpBits-1:0] distance;
  logic [ShBits-1:0]  shift;
  logic [WinBits:0]   small_jam;
  assign distance = prod_larger ? -diff : diff;
  assign shift    = (distance > ExpBits'(WinBits + 1)) ? ShBits'(WinBits + 1) : distance[ShBits-1:0];
  always_comb begin
    small_jam = {small_in, 1'b0};
    for (int i = 0; i < ShBits; i++) begin
      if (shift[i]) begin
        small_jam = (small_jam >> (1 << i)) |
                    (WinBits + 1)'(|(small_jam & ~({(WinBits + 1){1'b1}} << (1 << i))));
      end
    end
  end

  // The difference may be negative when the exponents are equal or the larger one's significand has no leading one.
  logic               subtract, negative;
  logic [SumBits-1:0] raw;
  assign subtract = big_sign ^ small_sign;
  assign raw      = subtract ? {1'b0, big, 1'b0} - {1'b0, small_jam} : {1'b0, big, 1'b0} + {1'b0, small_jam};
  assign negative = subtract && raw[SumBits-1];
  assign sum_o    = negative ? -raw : raw;

  logic zero;
  assign zero  = raw == '0;
  assign nan_o = acc_nan || prod_nan || (acc_inf && prod_inf && (acc_sign ^ prod_sign));
  assign inf_o = !nan_o && (acc_inf || prod_inf);
  // An exact zero is +0 unless both operands were negative.
  assign sign_o = inf_o ? (acc_inf ? acc_sign : prod_sign) : (zero ? acc_sign & prod_sign : big_sign ^ negative);

endmodule
