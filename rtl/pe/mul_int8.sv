// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Signed 8 x 8 multiplier. Combinational, exact.
module mul_int8 (
  input  logic signed [7:0]  a_i,
  input  logic signed [7:0]  b_i,
  output logic signed [15:0] prod_o
);

  mul_booth #(.BitsA(8), .BitsB(8), .Signed(1)) u_mul (.a_i(a_i), .b_i(b_i), .prod_o(prod_o));

endmodule
