// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// A control bit delayed by Depth enabled cycles, 0 after reset; Depth 0 is a wire.
module delay_bit #(
  parameter int Depth = 1
) (
  input  logic clk_i,
  input  logic rst_ni,
  input  logic en_i,
  input  logic bit_i,
  output logic bit_o
);

  if (Depth == 0) begin : gen_wire
    logic unused_clk;
    assign unused_clk = clk_i ^ rst_ni ^ en_i;
    assign bit_o = bit_i;
  end else if (Depth > 0) begin : gen_regs
    logic [Depth-1:0] line_d, line_q;
    if (Depth == 1) begin : gen_one
      assign line_d = bit_i;
    end else begin : gen_many
      assign line_d = {line_q[Depth-2:0], bit_i};
    end
    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        line_q <= '0;
      end else if (en_i) begin
        line_q <= line_d;
      end
    end
    assign bit_o = line_q[Depth-1];
  end else begin : gen_none
    $fatal(1, "delay_bit: Depth is negative");
  end

endmodule
