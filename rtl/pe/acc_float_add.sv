// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// First half of a floating-point accumulation: aligns accumulator and product and adds them.
// Combinational.
//
// P = ManBits + 1 is the accumulator's precision. The window holds the wider of accumulator and
// product plus two bits and a sticky bit: with an alignment of two or more the sum loses at most
// one leading bit, so P + 1 bits and the sticky bit stay exact. Both operands are placed at the
// larger exponent; the accumulator's smallest exponent also holds its subnormals, where no
// normalisation follows. The smaller magnitude is subtracted from the larger one, so that the sum
// has no sign of its own; only products below the smallest exponent can exceed a subnormal
// accumulator unseen.
module acc_float_add #(
  parameter int ManBits     = 23,
  parameter int ProdExpBits = 5,
  parameter int ProdSigBits = 8,
  parameter int ProdBias    = 14,
  parameter int ProdExpMin  = 2,
  parameter int ProdExpMax  = 31,
  localparam int AccBits    = 9 + ManBits,
  localparam int SumBits    = lmulsim_pkg::sum_bits(ManBits, ProdSigBits),
  localparam int ExpBits    = lmulsim_pkg::sum_exp_bits(ProdBias, ProdExpMax)
) (
  input  logic [AccBits-1:0]                 acc_i,
  input  logic [3+ProdExpBits+ProdSigBits:0] prod_i,
  output logic                               nan_o,
  output logic                               inf_o,
  output logic                               sign_o,
  output logic                               cancel_o,  // a sum of zero is +0
  output logic [ExpBits-1:0]                 exp_o,
  output logic [SumBits-1:0]                 sum_o
);

  localparam int WinBits  = SumBits - 2;
  localparam int AccPad   = WinBits - (ManBits + 1);
  localparam int ProdPad  = WinBits - ProdSigBits;
  // Shifting by more than the window leaves only the sticky bit.
  localparam int ShBits   = $clog2(WinBits + 2);
  // From the product's bias to the accumulator's.
  localparam int Rebias   = 127 - ProdBias;
  localparam bit Tiny     = ProdExpMin + Rebias < 1;
  // Biased exponents, their differences and a sign.
  localparam int DiffBits = (Tiny || ProdExpMax + Rebias > 255) ? 10 : 9;

  logic prod_nan, prod_inf, prod_zero, prod_sign;
  logic [ProdExpBits-1:0] prod_field;
  logic [ProdSigBits-1:0] prod_sig;
  assign {prod_nan, prod_inf, prod_zero, prod_sign, prod_field, prod_sig} = prod_i;

  logic               acc_sign, acc_ones, acc_nan, acc_inf, acc_hidden;
  logic [7:0]         acc_field;
  logic [ManBits-1:0] acc_man;
  assign {acc_sign, acc_field, acc_man} = acc_i;
  assign acc_ones   = &acc_field;
  assign acc_nan    = acc_ones && acc_man != '0;
  assign acc_inf    = acc_ones && acc_man == '0;
  assign acc_hidden = acc_field != '0;

  // Biased exponents. One less than the difference is its complement on the other side: the
  // product, which is short, moves down by the missing place.
  logic [DiffBits-1:0] prod_wide, acc_exp, prod_exp, below;
  logic                acc_above, same;
  logic [DiffBits-2:0] distance;
  if (ProdExpMin < 0) begin : gen_signed
    assign prod_wide = {{(DiffBits - ProdExpBits) {&prod_field[ProdExpBits-1-:2]}}, prod_field};
  end else begin : gen_unsigned
    assign prod_wide = {{(DiffBits - ProdExpBits) {1'b0}}, prod_field};
  end
  assign acc_exp   = {{(DiffBits - 8) {1'b0}}, acc_field | {7'b0, !acc_hidden}};
  assign prod_exp  = prod_wide + DiffBits'(Rebias);
  assign below     = acc_exp + ~prod_exp;
  assign acc_above = !below[DiffBits-1];
  assign same      = &below;
  assign distance  = below[DiffBits-2:0] ^ {(DiffBits - 1) {!acc_above}};

  // A product of zero is a significand of zero that never counts as the larger one.
  logic [WinBits-1:0] acc_win, prod_win, big, small_in;
  logic               acc_larger;
  assign acc_win    = {acc_hidden, acc_man, {AccPad{1'b0}}};
  assign prod_win   = {prod_zero ? ProdSigBits'(0) : prod_sig, {ProdPad{1'b0}}};
  assign acc_larger = acc_above || prod_zero || (same && acc_win >= prod_win);
  assign big        = acc_larger ? acc_win : prod_win;
  assign small_in   = !acc_larger ? acc_win : acc_above ? prod_win >> 1 : prod_win;
  assign exp_o      = acc_larger ? acc_exp[ExpBits-1:0] : prod_exp[ExpBits-1:0];

  // Right shift that keeps what it loses in a sticky bit.
  logic [WinBits:0] small_jam;
  always_comb begin
    small_jam = {small_in, 1'b0};
    for (int i = 0; i < ShBits; i++) begin
      if (distance[i]) begin
        small_jam = (small_jam >> (1 << i)) |
                    (WinBits + 1)'(|(small_jam & ~({(WinBits + 1){1'b1}} << (1 << i))));
      end
    end
    if (distance[DiffBits-2:ShBits] != '0) begin
      small_jam = (WinBits + 1)'(|small_jam);
    end
  end

  // The smaller one is complemented, and a carry comes in.
  logic               subtract, big_sign, negative;
  logic [SumBits-1:0] raw;
  logic               unused_carry;
  assign subtract = acc_sign ^ prod_sign;
  assign big_sign = acc_larger ? acc_sign : prod_sign;
  assign {raw, unused_carry} = {1'b0, big, 1'b0, 1'b1} +
                               {{1'b0, small_jam} ^ {SumBits{subtract}}, subtract};
  if (Tiny) begin : gen_either_sign
    assign negative = subtract && raw[SumBits-1];
    assign sum_o    = negative ? -raw : raw;
  end else begin : gen_positive
    assign negative = 1'b0;
    assign sum_o    = raw;
  end

  assign nan_o    = acc_nan || prod_nan || (acc_inf && prod_inf && subtract);
  assign inf_o    = !nan_o && (acc_inf || prod_inf);
  assign sign_o   = inf_o ? (acc_inf ? acc_sign : prod_sign) : big_sign ^ negative;
  assign cancel_o = subtract && !inf_o;

endmodule
