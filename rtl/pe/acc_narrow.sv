// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds a floating-point product to {nan, +inf, -inf, saturated, sum}; sum is two's complement of
// Width bits, its last one weighs 2^Lsb. Combinational. The product's magnitude is cut toward zero
// to a multiple of 2^Lsb; a sum that leaves Width bits becomes the nearest that does not. All flags
// are sticky.
module acc_narrow #(
  parameter int ProdExpBits  = 5,
  parameter int ProdSigBits  = 8,
  parameter int ProdFracBits = 6,
  parameter int ProdBias     = 14,
  parameter int ProdExpMin   = 2,
  parameter int ProdExpMax   = 30,
  parameter int Width        = 20,
  parameter int Lsb          = 3
) (
  input  logic [Width+3:0]                   acc_i,
  input  logic [3+ProdExpBits+ProdSigBits:0] prod_i,
  output logic [Width+3:0]                   acc_o
);

  // The exponent is the shift; an exponent below zero needs a base to count from.
  localparam int Base     = (ProdExpMin < 0) ? ProdExpMin : 0;
  // Bits between the last one of an unshifted significand and the sum's last one: below it, which
  // are cut, or above.
  localparam int Below    = Lsb + ProdBias + ProdFracBits - Base;
  localparam int Drop     = lmulsim_pkg::max2(Below, 0);
  localparam int Pad      = lmulsim_pkg::max2(-Below, 0);
  // Up to the first bit of the largest product, or of the sum.
  localparam int Top      = ProdSigBits + Pad + ProdExpMax - Base;
  localparam int WideBits = lmulsim_pkg::max2(Top, Drop + Width);
  localparam int Beyond   = WideBits - Drop - Width;

  logic nan, inf, zero, sign;
  logic [ProdExpBits-1:0] exp, shift;
  logic [ProdSigBits-1:0] sig;
  assign {nan, inf, zero, sign, exp, sig} = prod_i;
  assign shift = exp - ProdExpBits'(Base);

  logic [ProdSigBits-1:0] magnitude;
  logic [WideBits-1:0]    placed;
  logic [Width-1:0]       term;
  logic                   beyond, unused_bits;
  assign magnitude   = (nan || inf || zero) ? '0 : sig;
  assign placed      = WideBits'({magnitude, {Pad{1'b0}}}) << shift;
  assign term        = placed[Drop+:Width];
  assign unused_bits = ^placed;
  // A term of 2^Width or more takes any sum out of its range.
  if (Beyond > 0) begin : gen_beyond
    assign beyond = |placed[WideBits-1-:Beyond];
  end else begin : gen_within
    assign beyond = 1'b0;
  end

  // The sum leaves its range at the side that the product points to.
  logic [Width+1:0] sum;
  logic [Width-1:0] limit;
  logic             left;
  assign sum   = {{2{acc_i[Width-1]}}, acc_i[Width-1:0]} + ({2'b00, term} ^ {(Width + 2) {sign}}) +
                 (Width + 2)'(sign);
  assign left  = beyond || (sum[Width+1] != sum[Width-1]) || (sum[Width] != sum[Width-1]);
  assign limit = {sign, {(Width - 1) {!sign}}};
  assign acc_o = {acc_i[Width+3] | nan, acc_i[Width+2] | (inf & !sign),
                  acc_i[Width+1] | (inf & sign), acc_i[Width] | left,
                  left ? limit : sum[Width-1:0]};

endmodule
