// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Handshakes of an output-stationary array and the schedule of its output chain: README.md, "Output stationary". Readies are combinational.
module ctrl_output #(
  parameter int Rows,
  parameter int Cols,
  parameter int MulStages,
  parameter int AccLatency,
  localparam int Slots     = Rows * AccLatency
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             a_valid_i,
  output logic             a_ready_o,
  input  logic             a_first_i,
  input  logic [23:0]      a_beats_i,
  input  logic             b_valid_i,
  output logic             b_ready_o,
  output logic             o_valid_o,
  input  logic             o_ready_i,
  output logic             o_last_o,
  // To the datapath.
  output logic             en_o,
  output logic             valid_o,  // a beat enters
  output logic             zero_o,   // it starts a sum
  output logic             cap_o,    // it is the first of the last AccLatency beats
  output logic [Slots-1:0] shift_o   // the output chain moves, slot by slot, at column 0
);

  localparam int SinceBits = $clog2(Slots + 1);

  logic                 mid_tile_q, starved, unblocked, can_start, go, last;
  logic                 drain, out_valid, out_last;
  logic [23:0]          left_d, left_q, index_d, index_q;
  logic [SinceBits-1:0] since_d, since_q;

  // left: beats still to come including this one; index: beats of this tile before this one.
  assign left_d    = a_first_i ? a_beats_i : left_q;
  assign index_d   = a_first_i ? '0 : index_q;
  assign last      = left_d == 24'd1;

  assign starved   = mid_tile_q && !(a_valid_i && b_valid_i);
  assign unblocked = !out_valid || o_ready_i;
  assign en_o      = unblocked && !starved;
  assign can_start = !a_first_i || (25'(since_q) + 25'(a_beats_i) > 25'(Slots));
  assign go        = unblocked && can_start;
  assign a_ready_o = go && b_valid_i;
  assign b_ready_o = go && a_valid_i;
  assign valid_o   = go && a_valid_i && b_valid_i;
  assign zero_o    = valid_o && index_d < 24'(AccLatency);
  assign cap_o     = valid_o && left_d == 24'(AccLatency);

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
  delay_bit #(.Depth(Cols - 1)) u_valid (.clk_i, .rst_ni, .en_i(en_o), .bit_i(moving), .bit_o(out_valid));
  delay_bit #(.Depth(Cols - 1)) u_last (
    .clk_i, .rst_ni, .en_i(en_o), .bit_i(moving && final_slot), .bit_o(out_last)
  );
  assign o_valid_o = out_valid && !starved;
  assign o_last_o  = out_last && o_valid_o;

`ifndef SYNTHESIS
  tile_begins_with_first :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_o |-> (a_first_i == !mid_tile_q));
  tile_is_whole_rounds :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_o && a_first_i |->
                   (a_beats_i >= 24'(AccLatency)) && (a_beats_i % 24'(AccLatency) == 0));
  moving_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) a_valid_i && !a_ready_o |=> a_valid_i);
  second_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) b_valid_i && !b_ready_o |=> b_valid_i);
  moving_held_as_it_was :
  assert property (@(posedge clk_i) disable iff (!rst_ni) a_valid_i && !a_ready_o |=>
                   $stable({a_first_i, a_beats_i}));
  result_held_until_accepted :
  assert property (@(posedge clk_i) disable iff (!rst_ni) o_valid_o && !o_ready_i |=> o_valid_o);
`endif

endmodule
