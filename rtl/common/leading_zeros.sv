// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Counts the zeros above the leading one. Combinational. The count of a word of zeros is not
// meaningful; none_o says that it is one.
module leading_zeros #(
  parameter int Bits       = 8,
  localparam int CountBits = $clog2(Bits)
) (
  input  logic [Bits-1:0]      word_i,
  output logic [CountBits-1:0] count_o,
  output logic                 none_o
);

  localparam int Pow = 1 << CountBits;

  // Bit i of word k: the 2^k bits from i down are zero. From the largest block to the smallest, the
  // count grows by a block of zeros on top.
  logic [CountBits*Pow-1:0] zeros;
  logic [Pow-1:0]           blocks;
  logic                     unused_blocks;

  always_comb begin
    zeros          = '0;
    zeros[Pow-1:0] = ~(Pow'(word_i) << (Pow - Bits));
    for (int k = 1; k < CountBits; k++) begin
      zeros[k*Pow+:Pow] = zeros[(k-1)*Pow+:Pow] & (zeros[(k-1)*Pow+:Pow] << (1 << (k - 1)));
    end
    count_o = '0;
    for (int k = CountBits - 1; k >= 0; k--) begin
      blocks  = zeros[k*Pow+:Pow] << count_o;
      count_o = count_o | (CountBits'(blocks[Pow-1]) << k);
    end
  end

  assign unused_blocks = ^blocks;
  assign none_o        = word_i == '0;

endmodule
