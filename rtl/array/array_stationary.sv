// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// R x C processing elements with a stationary operand, and the skew buffers at the edges. Timing:
// README.md, "Stationary operand".
module array_stationary #(
  parameter int Rows,
  parameter int Cols,
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthMoving     = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthStationary = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccBits         = lmulsim_pkg::acc_word_bits(Pe)
) (
  input  logic                            clk_i,
  input  logic                            rst_ni,
  input  logic                            en_i,
  input  logic                            valid_i,
  input  logic                            swap_i,
  input  logic                            accumulate_i,
  input  logic [Rows-1:0]                 take_i,
  input  logic [Rows*WidthMoving-1:0]     moving_data_i,
  input  logic [Cols*WidthStationary-1:0] stationary_data_i,
  input  logic [Cols*AccBits-1:0]         psum_data_i,
  output logic [Cols*AccBits-1:0]         result_data_o
);

  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);
  localparam int MulStages  = lmulsim_pkg::mul_stages(Pe);

  // Left edge: row r sees a beat r*L cycles later, its load r*(L-1) cycles later.
  for (genvar r = 0; r < Rows; r++) begin : gen_left
    logic                   valid, swap, take;
    logic [Cols:0]          valid_wave, swap_wave, take_wave;
    logic [WidthMoving-1:0] moving;
    if (r == 0) begin : gen_top
      delay_bit #(.Depth(0)) u_valid (.clk_i, .rst_ni, .en_i, .bit_i(valid_i), .bit_o(valid));
      delay_bit #(.Depth(0)) u_swap (.clk_i, .rst_ni, .en_i, .bit_i(swap_i), .bit_o(swap));
    end else begin : gen_below
      delay_bit #(.Depth(AccLatency)) u_valid (
        .clk_i, .rst_ni, .en_i, .bit_i(gen_left[r-1].valid), .bit_o(valid)
      );
      delay_bit #(.Depth(AccLatency)) u_swap (
        .clk_i, .rst_ni, .en_i, .bit_i(gen_left[r-1].swap), .bit_o(swap)
      );
    end
    delay_bit #(.Depth(r * (AccLatency - 1))) u_take (
      .clk_i, .rst_ni, .en_i, .bit_i(take_i[r]), .bit_o(take)
    );
    control_wave #(.Cols(Cols)) u_valid_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(valid), .wave_o(valid_wave)
    );
    control_wave #(.Cols(Cols)) u_swap_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(swap), .wave_o(swap_wave)
    );
    control_wave #(.Cols(Cols)) u_take_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(take), .wave_o(take_wave)
    );
    delay_line #(.Width(WidthMoving), .Depth(r * AccLatency)) u_skew (
      .clk_i, .en_i, .data_i(moving_data_i[r*WidthMoving+:WidthMoving]), .data_o(moving)
    );
  end

  // Top edge: column c sees a stationary word c cycles later, a partial sum c + 1 + S cycles later.
  for (genvar c = 0; c < Cols; c++) begin : gen_top
    logic [WidthStationary-1:0] stationary;
    logic [AccBits-1:0]         psum;
    delay_line #(.Width(WidthStationary), .Depth(c)) u_skew_stationary (
      .clk_i, .en_i, .data_i(stationary_data_i[c*WidthStationary+:WidthStationary]),
      .data_o(stationary)
    );
    delay_line #(.Width(AccBits), .Depth(c + 1 + MulStages)) u_skew_psum (
      .clk_i, .en_i, .data_i(accumulate_i ? psum_data_i[c*AccBits+:AccBits] : '0), .data_o(psum)
    );
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_row
    for (genvar c = 0; c < Cols; c++) begin : gen_col
      logic [WidthMoving-1:0]     moving_in, moving;
      logic [WidthStationary-1:0] stationary_in, stationary;
      logic [AccBits-1:0]         psum_in, psum;
      if (c == 0) begin : gen_from_edge
        assign moving_in = gen_left[r].moving;
      end else begin : gen_from_left
        assign moving_in = gen_row[r].gen_col[c-1].moving;
      end
      if (r == 0) begin : gen_from_top
        assign stationary_in = gen_top[c].stationary;
        assign psum_in = gen_top[c].psum;
      end else begin : gen_from_above
        assign stationary_in = gen_row[r-1].gen_col[c].stationary;
        assign psum_in = gen_row[r-1].gen_col[c].psum;
      end
      pe_stationary #(.Pe(Pe)) u_pe (
        .clk_i, .rst_ni, .en_i, .load_i(gen_left[r].valid_wave[c]),
        .step_i(gen_left[r].valid_wave[c+1]), .swap_i(gen_left[r].swap_wave[c]),
        .take_i(gen_left[r].take_wave[c]), .moving_i(moving_in), .stationary_i(stationary_in),
        .psum_i(psum_in), .moving_o(moving), .stationary_o(stationary), .psum_o(psum)
      );
    end
  end

  // Bottom edge: the columns leave together.
  for (genvar c = 0; c < Cols; c++) begin : gen_bottom
    delay_line #(.Width(AccBits), .Depth(Cols - 1 - c)) u_deskew (
      .clk_i, .en_i, .data_i(gen_row[Rows-1].gen_col[c].psum),
      .data_o(result_data_o[c*AccBits+:AccBits])
    );
  end

`ifndef SYNTHESIS
  for (genvar g = 0; g < Rows; g += lmulsim_pkg::rows_asserted_at_once(Cols)) begin : gen_contract
    localparam int Left  = Rows - g;
    localparam int Count = (Left < lmulsim_pkg::rows_asserted_at_once(Cols)) ?
        Left : lmulsim_pkg::rows_asserted_at_once(Cols);
    logic [Count*Cols-1:0] load, step, swap, take;
    for (genvar i = 0; i < Count; i++) begin : gen_row_of
      assign load[i*Cols+:Cols] = gen_left[g+i].valid_wave[Cols-1:0];
      assign step[i*Cols+:Cols] = gen_left[g+i].valid_wave[Cols:1];
      assign swap[i*Cols+:Cols] = gen_left[g+i].swap_wave[Cols-1:0];
      assign take[i*Cols+:Cols] = gen_left[g+i].take_wave[Cols-1:0];
    end
    stationary_contract #(.Pes(Count * Cols)) u_contract (
      .clk_i, .rst_ni, .en_i, .load_i(load), .step_i(step), .swap_i(swap), .take_i(take)
    );
  end

  word_is_for_one_row :
  assert property (@(posedge clk_i) disable iff (!rst_ni) (take_i & (take_i - Rows'(1))) == '0);
  beat_enters_an_enabled_array :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_i || take_i != '0 |-> en_i);
`endif

endmodule
