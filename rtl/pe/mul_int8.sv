// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Signed 8 x 8 multiplier. Combinational, exact.
module mul_int8 (
  input  logic signed [7:0]  a_i,
  input  logic signed [7:0]  b_i,
  output logic signed [15:0] prod_o
);

  assign prod_o = a_i * b_i;

endmodule
