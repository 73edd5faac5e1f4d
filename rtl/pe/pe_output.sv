// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Processing element whose results stay. Operands go right and down; AccLatency results circulate
// in the accumulator's registers and are copied to shadow slots, a part of the column's output
// chain, when they are final. output_contract.sv asserts what the control bits keep to. Timing:
// README.md, "Output stationary".
module pe_output #(
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthMoving = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthSecond = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccLatency  = lmulsim_pkg::acc_latency(Pe),
  localparam int AccBits     = lmulsim_pkg::acc_word_bits(Pe)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   en_i,
  // Control waves of the row. load: a beat is at the input. One cycle later: step, zero (the sum
  // starts from zero), cap (first of the AccLatency last beats of the tile).
  input  logic                   load_i,
  input  logic                   step_i,
  input  logic                   zero_i,
  input  logic                   cap_i,
  input  logic [WidthMoving-1:0] moving_i,
  input  logic [WidthSecond-1:0] second_i,
  output logic [WidthMoving-1:0] moving_o,
  output logic [WidthSecond-1:0] second_o,
  // Output chain: own shift bits, the slot above and its shift bit.
  input  logic [AccLatency-1:0]  shift_i,
  input  logic                   above_shift_i,
  input  logic [AccBits-1:0]     above_i,
  output logic [AccBits-1:0]     below_o
);

  localparam int MulStages = lmulsim_pkg::mul_stages(Pe);

`ifdef LMULSIM_PE_NOT_INLINED
  /*verilator no_inline_module*/
`endif

  logic [WidthMoving-1:0] moving_q;
  logic [WidthSecond-1:0] second_q;

  always_ff @(posedge clk_i) begin
    if (en_i && load_i) begin
      moving_q <= moving_i;
      second_q <= second_i;
    end
  end

  assign moving_o = moving_q;
  assign second_o = second_q;

  // The flags of a beat follow its product; a capture follows its sum out of the ring.
  logic               zero, unused_step, unused_valid;
  logic [AccBits-1:0] sum;
  delay_bit #(.Depth(MulStages)) u_zero (.clk_i, .rst_ni, .en_i, .bit_i(zero_i), .bit_o(zero));

  mac #(.Pe(Pe)) u_mac (
    .clk_i, .rst_ni, .en_i, .valid_i(step_i), .a_i(moving_q), .b_i(second_q), .step_o(unused_step),
    .acc_i(zero ? '0 : sum), .valid_o(unused_valid), .sum_o(sum)
  );

  // The bottom slot's bit is for the row below.
  logic unused_shift;
  assign unused_shift = shift_i[AccLatency-1];

  for (genvar i = 0; i < AccLatency; i++) begin : gen_slot
    logic               cap, shift;
    logic [AccBits-1:0] above, slot_q;
    if (i == 0) begin : gen_top
      delay_bit #(.Depth(MulStages + AccLatency)) u_cap (
        .clk_i, .rst_ni, .en_i, .bit_i(cap_i), .bit_o(cap)
      );
      assign above = above_i;
      assign shift = above_shift_i;
    end else begin : gen_inner
      delay_bit #(.Depth(1)) u_cap (.clk_i, .rst_ni, .en_i, .bit_i(gen_slot[i-1].cap), .bit_o(cap));
      assign above = gen_slot[i-1].slot_q;
      assign shift = shift_i[i-1];
    end
    always_ff @(posedge clk_i) begin
      if (en_i && (cap || shift)) begin
        slot_q <= cap ? sum : above;
      end
    end
  end
  assign below_o = gen_slot[AccLatency-1].slot_q;

endmodule
