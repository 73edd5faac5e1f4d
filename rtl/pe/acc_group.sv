// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds a group's sum to {nan, +inf, -inf, saturated, sum}; sum is two's complement of Width bits,
// its last one weighs 2^Lsb. Combinational. The group is rounded to a multiple of 2^Lsb, a half
// upward: the bit below the last one comes in as a carry. A sum that leaves Width bits becomes the
// nearest that does not. All flags are sticky.
module acc_group #(
  parameter int GroupExpBits = 5,
  parameter int GroupSigBits = 12,
  parameter int GroupBias    = 21,  // the last bit of the group weighs 2^(exponent - GroupBias)
  parameter int GroupExpMax  = 30,
  parameter int Width        = 20,
  parameter int Lsb          = 3
) (
  input  logic [Width+3:0]                     acc_i,
  input  logic [3+GroupExpBits+GroupSigBits:0] group_i,
  output logic [Width+3:0]                     acc_o
);

  // The exponent is the shift. Bits between the last one of an unshifted group and the sum's last
  // one: below it, which are rounded away, or above.
  localparam int Below    = Lsb + GroupBias;
  localparam int Drop     = lmulsim_pkg::max2(Below, 0);
  localparam int Pad      = lmulsim_pkg::max2(-Below, 0);
  // Up to the sign of the largest group, and of a term that takes any sum out of its range.
  localparam int Top      = GroupSigBits + 1 + Pad + GroupExpMax;
  localparam int WideBits = lmulsim_pkg::max2(Top, Drop + Width + 1);

  logic nan, inf, sign, unused_zero;
  logic [GroupExpBits-1:0] exp;
  logic [GroupSigBits-1:0] sig;
  assign {nan, inf, unused_zero, sign, exp, sig} = group_i;

  logic [GroupSigBits:0] number;
  logic [WideBits-1:0]   placed;
  logic [Width:0]        term;
  logic                  carry, beyond, unused_bits;
  assign number = (nan || inf) ? '0 : {sign, sig};
  assign placed = {{(WideBits - GroupSigBits - 1 - Pad) {number[GroupSigBits]}}, number,
                   {Pad{1'b0}}} << exp;
  assign term   = placed[Drop+:Width+1];
  assign unused_bits = ^placed;
  if (Drop > 0) begin : gen_round
    assign carry = placed[Drop-1];
  end else begin : gen_whole
    assign carry = 1'b0;
  end
  if (WideBits > Drop + Width + 1) begin : gen_beyond
    assign beyond = placed[WideBits-1:Drop+Width] !=
                    {(WideBits - Drop - Width) {placed[WideBits-1]}};
  end else begin : gen_within
    assign beyond = 1'b0;
  end

  // The sum leaves its range at the side that the group points to.
  logic [Width+1:0] sum;
  logic [Width-1:0] limit;
  logic             left;
  assign sum   = {{2{acc_i[Width-1]}}, acc_i[Width-1:0]} + {term[Width], term} +
                 (Width + 2)'(carry);
  assign left  = beyond || (sum[Width+1] != sum[Width-1]) || (sum[Width] != sum[Width-1]);
  assign limit = {sign, {(Width - 1) {!sign}}};
  assign acc_o = {acc_i[Width+3] | nan, acc_i[Width+2] | (inf & !sign),
                  acc_i[Width+1] | (inf & sign), acc_i[Width] | left,
                  left ? limit : sum[Width-1:0]};

endmodule
