// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// mul_booth as it is synthesised, in the sizes that are hardware: two's complement of int8, the
// significands of bf16 and fp16 and both ways of mixing them.
module booth_bench (
  input  logic [10:0] a_i,
  input  logic [10:0] b_i,
  output logic [15:0] int8_o,
  output logic [15:0] bf16_o,
  output logic [21:0] fp16_o,
  output logic [18:0] bf16_fp16_o,
  output logic [18:0] fp16_bf16_o
);

  mul_booth #(.BitsA(8), .BitsB(8), .Signed(1)) u_int8 (
    .a_i(a_i[7:0]), .b_i(b_i[7:0]), .prod_o(int8_o)
  );
  mul_booth #(.BitsA(8), .BitsB(8)) u_bf16 (.a_i(a_i[7:0]), .b_i(b_i[7:0]), .prod_o(bf16_o));
  mul_booth #(.BitsA(11), .BitsB(11)) u_fp16 (.a_i(a_i), .b_i(b_i), .prod_o(fp16_o));
  mul_booth #(.BitsA(8), .BitsB(11)) u_bf16_fp16 (
    .a_i(a_i[7:0]), .b_i(b_i), .prod_o(bf16_fp16_o)
  );
  mul_booth #(.BitsA(11), .BitsB(8)) u_fp16_bf16 (
    .a_i(a_i), .b_i(b_i[7:0]), .prod_o(fp16_bf16_o)
  );

endmodule
