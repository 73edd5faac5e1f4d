// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The exact sum of a group's terms, signs and magnitudes, in two's complement. Combinational.
module group_add #(
  parameter int Products = 8,
  parameter int TermBits = 9,
  localparam int SumBits = TermBits + $clog2(Products) + 1
) (
  input  logic [Products-1:0]          signs_i,
  input  logic [Products*TermBits-1:0] terms_i,
  output logic [SumBits-1:0]           sum_o
);

  logic [SumBits-1:0] term;

  always_comb begin
    sum_o = '0;
    for (int i = 0; i < Products; i++) begin
      term  = SumBits'(terms_i[i*TermBits+:TermBits]) ^ {SumBits{signs_i[i]}};
      sum_o = sum_o + term + SumBits'(signs_i[i]);
    end
  end

endmodule
