// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// What some pe_stationary ask of their control pins, one bit each. No hardware: the array has one
// for as many rows as fit a word, because bits compared at once cost a simulation next to nothing.
`ifndef SYNTHESIS
module stationary_contract #(
  parameter int Pes
) (
  input logic           clk_i,
  input logic           rst_ni,
  input logic           en_i,
  input logic [Pes-1:0] load_i,
  input logic [Pes-1:0] step_i,
  input logic [Pes-1:0] swap_i,
  input logic [Pes-1:0] take_i
);

  // A beat is in the operand register; a word in the shadow register waits for its swap.
  logic [Pes-1:0] loaded_q, waits_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      loaded_q <= '0;
      waits_q  <= '0;
    end else if (en_i) begin
      loaded_q <= load_i;
      waits_q  <= take_i | (waits_q & ~swap_i);
    end
  end

  step_follows_its_load :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> step_i == loaded_q);
  swap_comes_with_a_beat :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> (swap_i & ~load_i) == '0);
  swap_finds_a_word :
  assert property (@(posedge clk_i) disable iff (!rst_ni) en_i |-> (swap_i & ~waits_q) == '0);
  word_is_not_lost :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   en_i |-> (take_i & waits_q & ~swap_i) == '0);

endmodule
`endif
