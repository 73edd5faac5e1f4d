// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Adds a product, or a group of them, to {overflow, sum}. Combinational; the sum wraps and the
// overflow flag stays set.
module acc_int32 #(
  parameter int ProdBits = 16
) (
  input  logic [32:0]                acc_i,
  input  logic signed [ProdBits-1:0] prod_i,
  output logic [32:0]                acc_o
);

  logic [31:0] addend, sum;
  logic        overflow;

  assign addend   = 32'(prod_i);
  assign sum      = acc_i[31:0] + addend;
  assign overflow = (acc_i[31] == addend[31]) && (sum[31] != acc_i[31]);
  assign acc_o    = {acc_i[32] | overflow, sum};

endmodule
