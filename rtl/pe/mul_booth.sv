// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Product of two words, both signed or both unsigned. Combinational. The second operand, which a PE
// holds while the other one moves, is recoded in digits of -2 to 2 (Booth): one partial product for
// two of its bits. A simulation takes the operator instead, which is several times as fast; a test
// proves that the two are equal.
module mul_booth #(
  parameter int BitsA = 8,
  parameter int BitsB = 8,
  parameter int Signed = 0
) (
  input  logic [BitsA-1:0]       a_i,
  input  logic [BitsB-1:0]       b_i,
  output logic [BitsA+BitsB-1:0] prod_o
);

  localparam int ProdBits = BitsA + BitsB;
`ifndef SYNTHESIS
  if (Signed != 0) begin : gen_signed
    assign prod_o = ProdBits'(signed'(a_i)) * ProdBits'(signed'(b_i));
  end else begin : gen_unsigned
    assign prod_o = ProdBits'(a_i) * ProdBits'(b_i);
  end
`else
  // An unsigned word has a zero in front of it.
  localparam int Digits   = (Signed != 0) ? (BitsB + 1) / 2 : BitsB / 2 + 1;
  // A partial product without its sign: up to twice a.
  localparam int PartBits = (Signed != 0) ? BitsA : BitsA + 1;

  // Digit i is b[2i-1] + b[2i] - 2 b[2i+1]. A negative multiple is a complement; the one that it
  // lacks comes in below the next partial product.
  logic                       a_sign;
  logic [2*Digits:0]          b;
  logic [Digits-1:0]          one, two, neg, sign;
  logic [Digits*PartBits-1:0] partial;
  assign a_sign = Signed != 0 && a_i[BitsA-1];
  assign b      = {{(2 * Digits - BitsB) {Signed != 0 && b_i[BitsB-1]}}, b_i, 1'b0};
  for (genvar i = 0; i < Digits; i++) begin : gen_digit
    assign one[i]  = b[2*i] ^ b[2*i+1];
    assign two[i]  = !one[i] && (b[2*i+1] ^ b[2*i+2]);
    assign neg[i]  = b[2*i+2];
    assign sign[i] = (a_sign && (one[i] || two[i])) ^ neg[i];
    assign partial[PartBits*i+:PartBits] =
      ((PartBits'(a_i) & {PartBits{one[i]}}) | ((PartBits'(a_i) << 1) & {PartBits{two[i]}})) ^
      {PartBits{neg[i]}};
  end

  // The copies of the signs add up to a constant: what is left of them are complemented signs and
  // ones, {~s, s, s} above the first partial product and {1, ~s} above the others.
  logic [ProdBits+2:0] row;
  always_comb begin
    prod_o = ProdBits'(neg[Digits-1]) << (2 * (Digits - 1));
    for (int i = 0; i < Digits; i++) begin
      row = (ProdBits + 3)'(partial[PartBits*i+:PartBits]);
      if (i == 0) begin
        row[PartBits+:3] = {!sign[0], {2{sign[0]}}};
      end else begin
        row[PartBits+:2] = {1'b1, !sign[i]};
        row              = row << (2 * i);
        row[2*i-2]       = neg[i-1];
      end
      prod_o = prod_o + row[ProdBits-1:0];
    end
  end
`endif

endmodule
