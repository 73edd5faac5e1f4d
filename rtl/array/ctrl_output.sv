// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Handshakes of an output-stationary array and the schedule of its output chain: README.md, "Output
// stationary". Readies are combinational.
module ctrl_output #(
  parameter int Rows,
  parameter int Cols,
  parameter int MulStages,
  parameter int AccLatency,
  localparam int Slots     = Rows * AccLatency
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             moving_valid_i,
  output logic             moving_ready_o,
  input  logic             moving_first_i,
  input  logic [23:0]      moving_beats_i,
  input  logic             second_valid_i,
  output logic             second_ready_o,
  output logic             result_valid_o,
  input  logic             result_ready_i,
  output logic             result_last_o,
  // To the datapath.
  output logic             en_o,
  output logic             valid_o,  // a beat enters
  output logic             zero_o,   // it starts a sum
  output logic             cap_o,    // it is the first of the last AccLatency beats
  output logic [Slots-1:0] shift_o   // the output chain moves, slot by slot, at column 0
);

  if (Rows < 1 || Cols < 1 || MulStages < 0 || AccLatency < 1) begin : gen_no_array
    $fatal(1, "ctrl_output: a row, a column and a cycle of accumulation at least");
  end

  localparam int SinceBits = $clog2(Slots + 1);

  logic                 mid_tile_q, starved, unblocked, can_start, go, last;
  logic                 drain, out_valid, out_last;
  logic [23:0]          left_d, left_q, index_d, index_q;
  logic [SinceBits-1:0] since_d, since_q;

  // left: beats still to come including this one; index: beats of this tile before this one.
  assign left_d    = moving_first_i ? moving_beats_i : left_q;
  assign index_d   = moving_first_i ? '0 : index_q;
  assign last      = left_d == 24'd1;

  assign starved        = mid_tile_q && !(moving_valid_i && second_valid_i);
  assign unblocked      = !out_valid || result_ready_i;
  assign en_o           = unblocked && !starved;
  assign can_start      = !moving_first_i || (25'(since_q) + 25'(moving_beats_i) > 25'(Slots));
  assign go             = unblocked && can_start;
  assign moving_ready_o = go && second_valid_i;
  assign second_ready_o = go && moving_valid_i;
  assign valid_o        = go && moving_valid_i && second_valid_i;
  assign zero_o         = valid_o && index_d < 24'(AccLatency);
  assign cap_o          = valid_o && left_d == 24'(AccLatency);

  always_comb begin
    since_d = (since_q == SinceBits'(Slots)) ? since_q : since_q + SinceBits'(1);
    if (valid_o && last) begin
      since_d = SinceBits'(1);
    end
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      mid_tile_q <= 1'b0;
      left_q     <= '0;
      index_q    <= '0;
      since_q    <= SinceBits'(Slots);
    end else if (en_o) begin
      since_q <= since_d;
      if (valid_o) begin
        mid_tile_q <= !last;
        left_q     <= left_d - 24'd1;
        index_q    <= index_d + 24'd1;
      end
    end
  end

  // Drain: all slots move, then one less from the top each cycle.
  logic [Slots-1:0] shift_d, shift_q;
  delay_bit #(.Depth(MulStages + AccLatency + Rows)) u_drain (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(valid_o && last), .bit_o(drain)
  );
  assign shift_d = drain ? '1 : shift_q << 1;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      shift_q <= '0;
    end else if (en_o) begin
      shift_q <= shift_d;
    end
  end
  assign shift_o = shift_q;

  logic moving, final_slot;
  assign moving = shift_q[Slots-1];
  if (Slots > 1) begin : gen_final
    assign final_slot = !shift_q[Slots-2];
  end else begin : gen_single
    assign final_slot = 1'b1;
  end
  delay_bit #(.Depth(Cols - 1)) u_valid (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(moving), .bit_o(out_valid)
  );
  delay_bit #(.Depth(Cols - 1)) u_last (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(moving && final_slot), .bit_o(out_last)
  );
  assign result_valid_o = out_valid && !starved;
  assign result_last_o  = out_last && result_valid_o;

`ifndef SYNTHESIS
  tile_begins_with_first :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   valid_o |-> (moving_first_i == !mid_tile_q));
  tile_is_whole_rounds :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   valid_o && moving_first_i |->
                   (moving_beats_i >= 24'(AccLatency)) && (moving_beats_i % 24'(AccLatency) == 0));
  moving_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   moving_valid_i && !moving_ready_o |=> moving_valid_i);
  second_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   second_valid_i && !second_ready_o |=> second_valid_i);
  moving_held_as_it_was :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   moving_valid_i && !moving_ready_o |=>
                   $stable({moving_first_i, moving_beats_i}));
  result_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   result_valid_o && !result_ready_i |=> result_valid_o);
`endif

endmodule
