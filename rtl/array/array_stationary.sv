// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// R x C processing elements with a stationary operand, and the skew buffers at the edges. Timing: README.md, "Stationary operand".
module array_stationary #(
  parameter int Rows,
  parameter int Cols,
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthA     = lmulsim_pkg::width(lmulsim_pkg::fmt_moving(Pe)),
  localparam int WidthB     = lmulsim_pkg::width(lmulsim_pkg::fmt_stationary(Pe)),
  localparam int AccBits    = lmulsim_pkg::acc_bits(lmulsim_pkg::acc(Pe), lmulsim_pkg::fixed_width(Pe))
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    en_i,
  input  logic                    valid_i,
  input  logic                    swap_i,
  input  logic                    acc_i,
  input  logic [Rows-1:0]         take_i,
  input  logic [Rows*WidthA-1:0]  a_data_i,
  input  logic [Cols*WidthB-1:0]  b_data_i,
  input  logic [Cols*AccBits-1:0] c_data_i,
  output logic [Cols*AccBits-1:0] o_data_o
);

  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);
  localparam int MulStages  = lmulsim_pkg::mul_stages(Pe);

  // Left edge: row r sees a beat r*L cycles later, its load r*(L-1) cycles later.
  for (genvar r = 0; r < Rows; r++) begin : gen_left
    logic              valid, swap, take;
    logic [Cols:0]     valid_wave, swap_wave, take_wave;
    logic [WidthA-1:0] a;
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
    delay_bit #(.Depth(r * (AccLatency - 1))) u_take (.clk_i, .rst_ni, .en_i, .bit_i(take_i[r]), .bit_o(take));
    control_wave #(.Cols(Cols)) u_valid_wave (.clk_i, .rst_ni, .en_i, .bit_i(valid), .wave_o(valid_wave));
    control_wave #(.Cols(Cols)) u_swap_wave (.clk_i, .rst_ni, .en_i, .bit_i(swap), .wave_o(swap_wave));
    control_wave #(.Cols(Cols)) u_take_wave (.clk_i, .rst_ni, .en_i, .bit_i(take), .wave_o(take_wave));
    delay_line #(.Width(WidthA), .Depth(r * AccLatency)) u_skew (
      .clk_i, .en_i, .data_i(a_data_i[r*WidthA+:WidthA]), .data_o(a)
    );
  end

  // Top edge: column c sees a stationary word c cycles later, a partial sum c + 1 + S cycles later.
  for (genvar c = 0; c < Cols; c++) begin : gen_top
    logic [WidthB-1:0]  b;
    logic [AccBits-1:0] partial;
    delay_line #(.Width(WidthB), .Depth(c)) u_skew_b (
      .clk_i, .en_i, .data_i(b_data_i[c*WidthB+:WidthB]), .data_o(b)
    );
    delay_line #(.Width(AccBits), .Depth(c + 1 + MulStages)) u_skew_c (
      .clk_i, .en_i, .data_i(acc_i ? c_data_i[c*AccBits+:AccBits] : '0), .data_o(partial)
    );
  end

  for (genvar r = 0; r < Rows; r++) begin : gen_row
    for (genvar c = 0; c < Cols; c++) begin : gen_col
      logic [WidthA-1:0]  a_in, a;
      logic [WidthB-1:0]  b_in, b;
      logic [AccBits-1:0] c_in, partial;
      if (c == 0) begin : gen_from_edge
        assign a_in = gen_left[r].a;
      end else begin : gen_from_left
        assign a_in = gen_row[r].gen_col[c-1].a;
      end
      if (r == 0) begin : gen_from_top
        assign b_in = gen_top[c].b;
        assign c_in = gen_top[c].partial;
      end else begin : gen_from_above
        assign b_in = gen_row[r-1].gen_col[c].b;
        assign c_in = gen_row[r-1].gen_col[c].partial;
      end
      pe_stationary #(.Pe(Pe)) u_pe (
        .clk_i, .rst_ni, .en_i, .load_i(gen_left[r].valid_wave[c]), .step_i(gen_left[r].valid_wave[c+1]),
        .swap_i(gen_left[r].swap_wave[c]), .take_i(gen_left[r].take_wave[c]), .a_i(a_in), .b_i(b_in), .c_i(c_in),
        .a_o(a), .b_o(b), .c_o(partial)
      );
    end
  end

  // Bottom edge: the columns leave together.
  for (genvar c = 0; c < Cols; c++) begin : gen_bottom
    delay_line #(.Width(AccBits), .Depth(Cols - 1 - c)) u_deskew (
      .clk_i, .en_i, .data_i(gen_row[Rows-1].gen_col[c].partial), .data_o(o_data_o[c*AccBits+:AccBits])
    );
  end

endmodule
