// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// data_i delayed by Depth enabled cycles; Depth 0 is a wire. No reset: nobody may look before
// it has filled.
module delay_line #(
  parameter int Width = 8,
  parameter int Depth = 1
) (
  input  logic             clk_i,
  input  logic             en_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  if (Depth == 0) begin : gen_wire
    logic unused_clk;
    assign unused_clk = clk_i ^ en_i;
    assign data_o = data_i;
  end else if (Depth > 0) begin : gen_regs
    for (genvar i = 0; i < Depth; i++) begin : gen_stage
      logic [Width-1:0] stage_d, stage_q;
      if (i == 0) begin : gen_first
        assign stage_d = data_i;
      end else begin : gen_next
        assign stage_d = gen_stage[i-1].stage_q;
      end
      always_ff @(posedge clk_i) begin
        if (en_i) begin
          stage_q <= stage_d;
        end
      end
    end
    assign data_o = gen_stage[Depth-1].stage_q;
  end else begin : gen_none
    $fatal(1, "delay_line: Depth is negative");
  end

endmodule
