// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// R x C processing elements whose results stay, and the skew buffers at the edges. Timing:
// README.md, "Output stationary".
module array_output #(
  parameter int Rows,
  parameter int Cols,
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthMoving = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthSecond = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccLatency  = lmulsim_pkg::acc_latency(Pe),
  localparam int AccBits     = lmulsim_pkg::acc_word_bits(Pe),
  localparam int Slots       = Rows * AccLatency
) (
  input  logic                        clk_i,
  input  logic                        rst_ni,
  input  logic                        en_i,
  input  logic                        valid_i,
  input  logic                        zero_i,
  input  logic                        cap_i,
  input  logic [Slots-1:0]            shift_i,
  input  logic [Rows*WidthMoving-1:0] moving_data_i,
  input  logic [Cols*WidthSecond-1:0] second_data_i,
  output logic [Cols*AccBits-1:0]     result_data_o
);

  // Left edge: row r sees a beat r cycles later.
  for (genvar r = 0; r < Rows; r++) begin : gen_left
    logic                   valid, zero, cap;
    logic [Cols:0]          valid_wave, zero_wave, cap_wave;
    logic [WidthMoving-1:0] moving;
    if (r == 0) begin : gen_top
      delay_bit #(.Depth(0)) u_valid (.clk_i, .rst_ni, .en_i, .bit_i(valid_i), .bit_o(valid));
      delay_bit #(.Depth(0)) u_zero (.clk_i, .rst_ni, .en_i, .bit_i(zero_i), .bit_o(zero));
      delay_bit #(.Depth(0)) u_cap (.clk_i, .rst_ni, .en_i, .bit_i(cap_i), .bit_o(cap));
    end else begin : gen_below
      delay_bit #(.Depth(1)) u_valid (
        .clk_i, .rst_ni, .en_i, .bit_i(gen_left[r-1].valid), .bit_o(valid)
      );
      delay_bit #(.Depth(1)) u_zero (
        .clk_i, .rst_ni, .en_i, .bit_i(gen_left[r-1].zero), .bit_o(zero)
      );
      delay_bit #(.Depth(1)) u_cap (.clk_i, .rst_ni, .en_i, .bit_i(gen_left[r-1].cap), .bit_o(cap));
    end
    control_wave #(.Cols(Cols)) u_valid_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(valid), .wave_o(valid_wave)
    );
    control_wave #(.Cols(Cols)) u_zero_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(zero), .wave_o(zero_wave)
    );
    control_wave #(.Cols(Cols)) u_cap_wave (
      .clk_i, .rst_ni, .en_i, .bit_i(cap), .wave_o(cap_wave)
    );
    for (genvar i = 0; i < AccLatency; i++) begin : gen_slot
      logic [Cols:0] shift_wave;
      control_wave #(.Cols(Cols)) u_shift_wave (
        .clk_i, .rst_ni, .en_i, .bit_i(shift_i[r*AccLatency+i]), .wave_o(shift_wave)
      );
    end
    delay_line #(.Width(WidthMoving), .Depth(r)) u_skew (
      .clk_i, .en_i, .data_i(moving_data_i[r*WidthMoving+:WidthMoving]), .data_o(moving)
    );
  end

  // Top edge: column c sees a beat c cycles later.
  for (genvar c = 0; c < Cols; c++) begin : gen_top
    logic [WidthSecond-1:0] second;
    delay_line #(.Width(WidthSecond), .Depth(c)) u_skew (
      .clk_i, .en_i, .data_i(second_data_i[c*WidthSecond+:WidthSecond]), .data_o(second)
    );
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_row
    for (genvar c = 0; c < Cols; c++) begin : gen_col
      logic                   above_shift;
      logic [AccLatency-1:0]  shift;
      logic [WidthMoving-1:0] moving_in, moving;
      logic [WidthSecond-1:0] second_in, second;
      logic [AccBits-1:0]     above, below;
      if (c == 0) begin : gen_from_edge
        assign moving_in = gen_left[r].moving;
      end else begin : gen_from_left
        assign moving_in = gen_row[r].gen_col[c-1].moving;
      end
      for (genvar i = 0; i < AccLatency; i++) begin : gen_shift
        assign shift[i] = gen_left[r].gen_slot[i].shift_wave[c];
      end
      if (r == 0) begin : gen_from_top
        assign second_in   = gen_top[c].second;
        assign above       = '0;
        assign above_shift = 1'b0;
      end else begin : gen_from_above
        assign second_in   = gen_row[r-1].gen_col[c].second;
        assign above       = gen_row[r-1].gen_col[c].below;
        assign above_shift = gen_row[r-1].gen_col[c].shift[AccLatency-1];
      end
      pe_output #(.Pe(Pe)) u_pe (
        .clk_i, .rst_ni, .en_i, .load_i(gen_left[r].valid_wave[c]),
        .step_i(gen_left[r].valid_wave[c+1]), .zero_i(gen_left[r].zero_wave[c+1]),
        .cap_i(gen_left[r].cap_wave[c+1]), .moving_i(moving_in), .second_i(second_in),
        .moving_o(moving), .second_o(second), .shift_i(shift), .above_shift_i(above_shift),
        .above_i(above), .below_o(below)
      );
    end
  end

  // Bottom edge: the columns leave together.
  for (genvar c = 0; c < Cols; c++) begin : gen_bottom
    delay_line #(.Width(AccBits), .Depth(Cols - 1 - c)) u_deskew (
      .clk_i, .en_i, .data_i(gen_row[Rows-1].gen_col[c].below),
      .data_o(result_data_o[c*AccBits+:AccBits])
    );
  end

`ifndef SYNTHESIS
  for (genvar g = 0; g < Rows; g += lmulsim_pkg::rows_asserted_at_once(Cols)) begin : gen_contract
    localparam int Left  = Rows - g;
    localparam int Count = (Left < lmulsim_pkg::rows_asserted_at_once(Cols)) ?
        Left : lmulsim_pkg::rows_asserted_at_once(Cols);
    logic [Count*Cols-1:0] load, step, zero, cap;
    for (genvar i = 0; i < Count; i++) begin : gen_row_of
      assign load[i*Cols+:Cols] = gen_left[g+i].valid_wave[Cols-1:0];
      assign step[i*Cols+:Cols] = gen_left[g+i].valid_wave[Cols:1];
      assign zero[i*Cols+:Cols] = gen_left[g+i].zero_wave[Cols:1];
      assign cap[i*Cols+:Cols]  = gen_left[g+i].cap_wave[Cols:1];
    end
    output_contract #(.Pes(Count * Cols)) u_contract (
      .clk_i, .rst_ni, .en_i, .load_i(load), .step_i(step), .zero_i(zero), .cap_i(cap)
    );
  end

  beat_enters_an_enabled_array :
  assert property (@(posedge clk_i) disable iff (!rst_ni) valid_i |-> en_i);
`endif

endmodule
