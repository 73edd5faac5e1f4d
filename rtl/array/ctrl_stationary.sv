// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Handshakes of an array with a stationary operand: README.md, "Stationary operand". Readies are combinational.
module ctrl_stationary #(
  parameter int Rows,
  parameter int OutLatency  // acceptance of a beat to its result
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic            a_valid_i,
  output logic            a_ready_o,
  input  logic            a_first_i,
  input  logic            a_last_i,
  input  logic            a_acc_i,
  input  logic            b_valid_i,
  output logic            b_ready_o,
  input  logic            c_valid_i,
  output logic            c_ready_o,
  output logic            o_valid_o,
  input  logic            o_ready_i,
  output logic            o_last_o,
  // To the datapath.
  output logic            en_o,
  output logic            valid_o,  // a beat enters
  output logic            swap_o,   // with it the shadow words become active
  output logic [Rows-1:0] take_o    // the word at the top is this row's
);

  localparam int RowBits = (Rows > 1) ? $clog2(Rows) : 1;

  logic               shadow_full_d, shadow_full_q, last_row, can_start, b_fire;
  logic [RowBits-1:0] b_row_d, b_row_q;

  assign en_o      = !o_valid_o || o_ready_i;
  assign can_start = !a_first_i || shadow_full_q;
  assign a_ready_o = en_o && can_start && (!a_acc_i || c_valid_i);
  assign c_ready_o = en_o && can_start && a_valid_i && a_acc_i;
  assign valid_o   = a_valid_i && a_ready_o;
  assign swap_o    = valid_o && a_first_i;
  assign b_ready_o = en_o && (!shadow_full_q || swap_o);
  assign b_fire    = b_valid_i && b_ready_o;
  assign last_row  = b_row_q == RowBits'(Rows - 1);

  always_comb begin
    b_row_d       = b_row_q;
    shadow_full_d = shadow_full_q && !swap_o;
    if (b_fire) begin
      b_row_d = last_row ? '0 : b_row_q + RowBits'(1);
      if (last_row) begin
        shadow_full_d = 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      shadow_full_q <= 1'b0;
      b_row_q       <= '0;
    end else begin
      shadow_full_q <= shadow_full_d;
      b_row_q       <= b_row_d;
    end
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_take
    assign take_o[r] = b_fire && b_row_q == RowBits'(r);
  end

  logic last;
  delay_bit #(.Depth(OutLatency)) u_valid (.clk_i, .rst_ni, .en_i(en_o), .bit_i(valid_o), .bit_o(o_valid_o));
  delay_bit #(.Depth(OutLatency)) u_last (.clk_i, .rst_ni, .en_i(en_o), .bit_i(valid_o && a_last_i), .bit_o(last));
  assign o_last_o = last && o_valid_o;

`ifndef SYNTHESIS
  logic in_tile_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_tile_q <= 1'b0;
    end else if (valid_o) begin
      in_tile_q <= !a_last_i;
    end
  end
  tile_begins_with_first :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_o |-> (a_first_i == !in_tile_q));
  moving_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) a_valid_i && !a_ready_o |=> a_valid_i);
  stationary_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) b_valid_i && !b_ready_o |=> b_valid_i);
  partial_sum_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) c_valid_i && !c_ready_o |=> c_valid_i);
  moving_held_as_it_was :
  assert property (@(posedge clk_i) disable iff (!rst_ni) a_valid_i && !a_ready_o |=>
                   $stable({a_first_i, a_last_i, a_acc_i}));
  result_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) o_valid_o && !o_ready_i |=> o_valid_o);
`endif

endmodule
