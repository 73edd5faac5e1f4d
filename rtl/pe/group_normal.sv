// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// A group's sum as a product with a leading one: sign, exponent and significand. Combinational. The
// exponent counts from that of the sum's last bit; a sum of zero has no sign.
module group_normal #(
  parameter int SumBits    = 13,
  parameter int UnitBits   = 5,
  parameter int ExpBits    = 6,
  localparam int SigBits   = SumBits - 1
) (
  input  logic [SumBits-1:0]  sum_i,
  input  logic [UnitBits-1:0] unit_i,  // exponent of the last bit
  output logic                zero_o,
  output logic                sign_o,
  output logic [ExpBits-1:0]  exp_o,
  output logic [SigBits-1:0]  sig_o
);

  localparam int CountBits = $clog2(SigBits);

  logic [SigBits-1:0]   magnitude;
  logic [CountBits-1:0] zeros;

  assign sign_o    = sum_i[SumBits-1];
  assign magnitude = (sum_i[SigBits-1:0] ^ {SigBits{sign_o}}) + SigBits'(sign_o);
  leading_zeros #(.Bits(SigBits)) u_zeros (.word_i(magnitude), .count_o(zeros), .none_o(zero_o));
  assign sig_o     = magnitude << zeros;
  assign exp_o     = ExpBits'(unit_i) + ExpBits'(SigBits - 1) - ExpBits'(zeros);

endmodule
