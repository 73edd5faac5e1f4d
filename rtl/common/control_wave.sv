// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// A control bit on its way along a row of processing elements, one column per enabled cycle:
// wave_o[c] is the bit at the input of column c, wave_o[c+1] the same bit one cycle later. 0 after
// reset. The registers belong to the PEs, one each; they stand here as one vector because that
// simulates many times faster.
module control_wave #(
  parameter int Cols
) (
  input  logic          clk_i,
  input  logic          rst_ni,
  input  logic          en_i,
  input  logic          bit_i,
  output logic [Cols:0] wave_o
);

  if (Cols < 1) begin : gen_none
    $fatal(1, "control_wave: a column at least");
  end

  logic [Cols-1:0] wave_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wave_q <= '0;
    end else if (en_i) begin
      wave_q <= wave_o[Cols-1:0];
    end
  end

  assign wave_o = {wave_q, bit_i};

endmodule
