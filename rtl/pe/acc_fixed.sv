// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds a floating-point product exactly to {nan, +inf, -inf, overflow, sum}; sum is two's complement, its last bit weighs 2^Lsb.
// Combinational. The configuration sees to it that no product has bits below 2^Lsb. All flags are sticky.
module acc_fixed #(
  parameter int ProdExpBits = 6,
  parameter int ProdSigBits = 8,
  parameter int Width       = 48,
  parameter int Lsb         = -18
) (
  input  logic [Width+3:0]                     acc_i,
  input  logic [3+ProdExpBits+ProdSigBits:0]   prod_i,
  output logic [Width+3:0]                     acc_o
);

  // A normalised significand may end in zeros below 2^Lsb: shift within Width + ProdSigBits and drop the padding.
  localparam int WideBits  = Width + ProdSigBits;
  localparam int ShiftBits = $clog2(WideBits + 1);

  logic nan, inf, zero, sign;
  logic signed [ProdExpBits-1:0] exp;
  logic [ProdSigBits-1:0] sig;
  assign {nan, inf, zero, sign, exp, sig} = prod_i;

  // exp - (ProdSigBits - 1) is the weight of the last significand bit; + ProdSigBits is the padding.
  logic [31:0]            shift;
  logic [WideBits-1:0]    placed;
  logic [Width-1:0]       magnitude, addend, sum;
  logic                   overflow, none;
  logic                   unused_bits;
  assign shift       = 32'(exp) + 32'(1 - Lsb);
  assign placed      = WideBits'(sig) << shift[ShiftBits-1:0];
  assign magnitude   = placed[WideBits-1:ProdSigBits];
  assign unused_bits = (|placed[ProdSigBits-1:0]) ^ (|shift[31:ShiftBits]);

  assign none     = nan || inf || zero;
  assign addend   = none ? '0 : (sign ? -magnitude : magnitude);
  assign sum      = acc_i[Width-1:0] + addend;
  assign overflow = (acc_i[Width-1] == addend[Width-1]) && (sum[Width-1] != acc_i[Width-1]);
  assign acc_o    = {acc_i[Width+3] | nan, acc_i[Width+2] | (inf & !sign), acc_i[Width+1] | (inf & sign),
                     acc_i[Width] | overflow, sum};

endmodule
