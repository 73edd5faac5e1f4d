// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// What some pe_output ask of their control pins, one bit each. No hardware: the array has one for
// as many rows as fit a word, because bits compared at once cost a simulation next to nothing.
`ifndef SYNTHESIS
module output_contract #(
  parameter int Pes
) (
  input logic           clk_i,
  input logic           rst_ni,
  input logic           en_i,
  input logic [Pes-1:0] load_i,
  input logic [Pes-1:0] step_i,
  input logic [Pes-1:0] zero_i,
  input logic [Pes-1:0] cap_i
);

  // A beat is in the operand registers.
  logic [Pes-1:0] loaded_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      loaded_q <= '0;
    end else if (en_i) begin
      loaded_q <= load_i;
    end
  end

  step_follows_its_load :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> step_i == loaded_q);
  zero_comes_with_a_step :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> (zero_i & ~step_i) == '0);
  capture_comes_with_a_step :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> (cap_i & ~step_i) == '0);

endmodule
`endif
