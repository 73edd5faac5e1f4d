// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Splits a logarithmic operand into class, sign and logarithm, whose integer part is the exponent.
// Combinational. The exponent is the field as a signed number, never below zero. There are no
// infinities and no subnormals; zero has no sign, and with one it is NaN.
module log_decode #(
  parameter int Fmt      = 4675,  // log43, by its parts
  localparam int ExpBits = lmulsim_pkg::exp_bits(Fmt),
  localparam int ManBits = lmulsim_pkg::man_bits(Fmt),
  localparam int Width   = 1 + ExpBits + ManBits,
  localparam int OutBits = lmulsim_pkg::operand_exp_bits(Fmt)
) (
  input  logic [Width-1:0]          code_i,
  output logic                      nan_o,
  output logic                      zero_o,
  output logic                      sign_o,
  output logic signed [OutBits-1:0] exp_o,
  output logic [ManBits-1:0]        frac_o
);

  logic none;

  assign none   = code_i[Width-2:0] == '0;
  assign sign_o = code_i[Width-1];
  assign nan_o  = none && sign_o;
  assign zero_o = none && !sign_o;
  assign exp_o  = signed'({{(OutBits - ExpBits) {1'b0}}, code_i[Width-2:ManBits]});
  assign frac_o = code_i[ManBits-1:0];

  if (lmulsim_pkg::is_log(Fmt) == 0) begin : gen_no_format
    $fatal(1, "log_decode: no such Fmt");
  end

endmodule
