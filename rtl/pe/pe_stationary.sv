// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Processing element whose second operand stays. The moving operand goes right, the partial sum
// goes down; the shadow word takes the next tile's operand while the active one works. The control
// bits come from the row's control waves; stationary_contract.sv asserts what they keep to. Timing:
// README.md, "Stationary operand".
module pe_stationary #(
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthMoving     = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthStationary = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccBits         = lmulsim_pkg::acc_word_bits(Pe)
) (
  input  logic                       clk_i,
  input  logic                       rst_ni,
  input  logic                       en_i,
  input  logic                       load_i,  // a beat is at the input
  input  logic                       step_i,  // the loaded beat is multiplied: load_i a cycle later
  input  logic                       swap_i,  // with the beat the shadow word becomes active
  input  logic                       take_i,  // the word from above is for this row
  input  logic [WidthMoving-1:0]     moving_i,
  input  logic [WidthStationary-1:0] stationary_i,
  input  logic [AccBits-1:0]         psum_i,
  output logic [WidthMoving-1:0]     moving_o,
  output logic [WidthStationary-1:0] stationary_o,
  output logic [AccBits-1:0]         psum_o
);

  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);

`ifdef LMULSIM_PE_NOT_INLINED
  /*verilator no_inline_module*/
`endif

  logic [WidthMoving-1:0]     moving_q;
  logic [WidthStationary-1:0] shadow_q, active_q;

  always_ff @(posedge clk_i) begin
    if (en_i && load_i) begin
      moving_q <= moving_i;
    end
    if (en_i && swap_i) begin
      active_q <= shadow_q;
    end
    if (en_i && take_i) begin
      shadow_q <= stationary_i;
    end
  end

  assign moving_o = moving_q;

  logic unused_step, unused_valid;
  mac #(.Pe(Pe)) u_mac (
    .clk_i, .rst_ni, .en_i, .valid_i(step_i), .a_i(moving_q), .b_i(active_q), .step_o(unused_step),
    .acc_i(psum_i), .valid_o(unused_valid), .sum_o(psum_o)
  );

  // The load wave goes down at the slope of the partial sums.
  delay_line #(.Width(WidthStationary), .Depth(AccLatency - 1)) u_down (
    .clk_i, .en_i, .data_i(stationary_i), .data_o(stationary_o)
  );

endmodule
