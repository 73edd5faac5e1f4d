// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Handshakes of an array with a stationary operand: README.md, "Stationary operand". Readies are
// combinational.
module ctrl_stationary #(
  parameter int Rows,
  parameter int OutLatency  // acceptance of a beat to its result
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic            moving_valid_i,
  output logic            moving_ready_o,
  input  logic            moving_first_i,
  input  logic            moving_last_i,
  input  logic            moving_accumulate_i,
  input  logic            stationary_valid_i,
  output logic            stationary_ready_o,
  input  logic            psum_valid_i,
  output logic            psum_ready_o,
  output logic            result_valid_o,
  input  logic            result_ready_i,
  output logic            result_last_o,
  // To the datapath.
  output logic            en_o,
  output logic            valid_o,  // a beat enters
  output logic            swap_o,   // with it the shadow words become active
  output logic [Rows-1:0] take_o    // the word at the top is this row's
);

  if (Rows < 1 || OutLatency < 1) begin : gen_no_array
    $fatal(1, "ctrl_stationary: a row and a cycle to the result at least");
  end

  localparam int RowBits = (Rows > 1) ? $clog2(Rows) : 1;

  logic               shadow_full_d, shadow_full_q, last_row, can_start, load_fire;
  logic [RowBits-1:0] load_row_d, load_row_q;

  assign en_o               = !result_valid_o || result_ready_i;
  assign can_start          = !moving_first_i || shadow_full_q;
  assign moving_ready_o     = en_o && can_start && (!moving_accumulate_i || psum_valid_i);
  assign psum_ready_o       = en_o && can_start && moving_valid_i && moving_accumulate_i;
  assign valid_o            = moving_valid_i && moving_ready_o;
  assign swap_o             = valid_o && moving_first_i;
  assign stationary_ready_o = en_o && (!shadow_full_q || swap_o);
  assign load_fire          = stationary_valid_i && stationary_ready_o;
  assign last_row           = load_row_q == RowBits'(Rows - 1);

  always_comb begin
    load_row_d    = load_row_q;
    shadow_full_d = shadow_full_q && !swap_o;
    if (load_fire) begin
      load_row_d = last_row ? '0 : load_row_q + RowBits'(1);
      if (last_row) begin
        shadow_full_d = 1'b1;
      end
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      shadow_full_q <= 1'b0;
      load_row_q    <= '0;
    end else begin
      shadow_full_q <= shadow_full_d;
      load_row_q    <= load_row_d;
    end
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_take
    assign take_o[r] = load_fire && load_row_q == RowBits'(r);
  end

  logic last;
  delay_bit #(.Depth(OutLatency)) u_valid (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(valid_o), .bit_o(result_valid_o)
  );
  delay_bit #(.Depth(OutLatency)) u_last (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(valid_o && moving_last_i), .bit_o(last)
  );
  assign result_last_o = last && result_valid_o;

`ifndef SYNTHESIS
  logic in_tile_q;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_tile_q <= 1'b0;
    end else if (valid_o) begin
      in_tile_q <= !moving_last_i;
    end
  end
  tile_begins_with_first :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   valid_o |-> (moving_first_i == !in_tile_q));
  moving_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   moving_valid_i && !moving_ready_o |=> moving_valid_i);
  stationary_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   stationary_valid_i && !stationary_ready_o |=> stationary_valid_i);
  partial_sum_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   psum_valid_i && !psum_ready_o |=> psum_valid_i);
  moving_held_as_it_was :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   moving_valid_i && !moving_ready_o |=>
                   $stable({moving_first_i, moving_last_i, moving_accumulate_i}));
  result_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   result_valid_o && !result_ready_i |=> result_valid_o);
`endif

endmodule
