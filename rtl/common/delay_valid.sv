// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Pipeline of Depth stages, Depth 0 is a wire: a stage's data register loads only what is valid.
module delay_valid #(
  parameter int Width = 8,
  parameter int Depth = 1
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             en_i,
  input  logic             valid_i,
  input  logic [Width-1:0] data_i,
  output logic             valid_o,
  output logic [Width-1:0] data_o
);

  if (Depth == 0) begin : gen_wire
    logic unused_clk;
    assign unused_clk = clk_i ^ rst_ni ^ en_i;
    assign valid_o = valid_i;
    assign data_o  = data_i;
  end else if (Depth > 0) begin : gen_regs
    for (genvar i = 0; i < Depth; i++) begin : gen_stage
      logic             valid_d, valid_q;
      logic [Width-1:0] data_d, data_q;
      if (i == 0) begin : gen_first
        assign valid_d = valid_i;
        assign data_d  = data_i;
      end else begin : gen_next
        assign valid_d = gen_stage[i-1].valid_q;
        assign data_d  = gen_stage[i-1].data_q;
      end
      always_ff @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          valid_q <= 1'b0;
        end else if (en_i) begin
          valid_q <= valid_d;
        end
      end
      always_ff @(posedge clk_i) begin
        if (en_i && valid_d) begin
          data_q <= data_d;
        end
      end
    end
    assign valid_o = gen_stage[Depth-1].valid_q;
    assign data_o  = gen_stage[Depth-1].data_q;
  end else begin : gen_none
    $fatal(1, "delay_valid: Depth is negative");
  end

endmodule
