// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds a floating-point product exactly to {nan, +inf, -inf, overflow, sum}; sum is two's
// complement, its last bit weighs 2^Lsb. Combinational. The configuration sees to it that no
// product has bits below 2^Lsb. All flags are sticky.
module acc_fixed #(
  parameter int ProdExpBits  = 5,
  parameter int ProdSigBits  = 8,
  parameter int ProdFracBits = 6,
  parameter int ProdBias     = 14,
  parameter int ProdExpMin   = 2,
  parameter int Width        = 48,
  parameter int Lsb          = -18
) (
  input  logic [Width+3:0]                   acc_i,
  input  logic [3+ProdExpBits+ProdSigBits:0] prod_i,
  output logic [Width+3:0]                   acc_o
);

  // The exponent is the shift; an exponent below zero needs a base to count from.
  localparam int Base      = (ProdExpMin < 0) ? ProdExpMin : 0;
  // Bits between the last one of an unshifted significand and the sum's last one: below it, or
  // above.
  localparam int Below     = Lsb + ProdBias + ProdFracBits - Base;
  localparam int Drop      = lmulsim_pkg::max2(Below, 0);
  localparam int Pad       = lmulsim_pkg::max2(-Below, 0);
  localparam int NumBits   = ProdSigBits + 1 + Pad;
  localparam int WideBits  = lmulsim_pkg::max2(Width + Drop, NumBits);

  logic nan, inf, zero, sign;
  logic [ProdExpBits-1:0] exp, shift;
  logic [ProdSigBits-1:0] sig;
  assign {nan, inf, zero, sign, exp, sig} = prod_i;
  assign shift = exp - ProdExpBits'(Base);

  // Negated while it is short: the shift fills with zeros below, and above stand copies of the
  // sign.
  logic [ProdSigBits-1:0] magnitude;
  logic [ProdSigBits:0]   number;
  logic [WideBits-1:0]    extended, placed;
  logic [Width-1:0]       addend, sum;
  logic                   overflow, unused_bits;
  assign magnitude = (nan || inf || zero) ? '0 : sig;
  assign number    = ({1'b0, magnitude} ^ {(ProdSigBits + 1) {sign}}) + (ProdSigBits + 1)'(sign);
  assign extended  = {{(WideBits - NumBits) {number[ProdSigBits]}}, number, {Pad{1'b0}}};
  assign placed    = extended << shift;
  assign addend    = placed[Drop+:Width];
  assign unused_bits = ^placed;

  assign sum      = acc_i[Width-1:0] + addend;
  assign overflow = (acc_i[Width-1] == addend[Width-1]) && (sum[Width-1] != acc_i[Width-1]);
  assign acc_o    = {acc_i[Width+3] | nan, acc_i[Width+2] | (inf & !sign),
                     acc_i[Width+1] | (inf & sign), acc_i[Width] | overflow, sum};

endmodule
