// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Second half of a floating-point accumulation: normalises the sum and rounds it once to nearest
// even. Combinational.
module acc_float_round #(
  parameter int ManBits  = 23,
  parameter int SumBits  = 28,
  parameter int ExpBits  = 8,
  localparam int AccBits = 9 + ManBits
) (
  input  logic               nan_i,
  input  logic               inf_i,
  input  logic               sign_i,
  input  logic               cancel_i,
  input  logic [ExpBits-1:0] exp_i,
  input  logic [SumBits-1:0] sum_i,
  output logic [AccBits-1:0] acc_o
);

  localparam int ShBits = $clog2(SumBits);

  // Shifted left until the leading one is on top, but no further than the smallest exponent: after
  // a shift of exp_i the sum stands at the subnormals' weight.
  logic [ShBits-1:0]  zeros, shift;
  logic [ExpBits:0]   room;
  logic               none, limited;
  logic [SumBits-1:0] norm;
  leading_zeros #(.Bits(SumBits)) u_zeros (.word_i(sum_i), .count_o(zeros), .none_o(none));
  assign room    = {1'b0, exp_i} - {{(ExpBits + 1 - ShBits) {1'b0}}, zeros};
  assign limited = room[ExpBits];
  assign shift   = limited ? exp_i[ShBits-1:0] : zeros;
  assign norm    = sum_i << shift;

  logic [ExpBits-1:0] field;
  logic               guard, sticky, up;
  assign field  = (limited || none) ? '0 : room[ExpBits-1:0];
  assign guard  = norm[SumBits-ManBits-2];
  assign sticky = |norm[SumBits-ManBits-3:0];
  assign up     = guard && (sticky || norm[SumBits-ManBits-1]);

  // The leading one counts up the exponent, and so does a carry out of the mantissa.
  logic [ExpBits+ManBits:0] packed_sum;
  logic                     overflow;
  assign packed_sum = {1'b0, field, norm[SumBits-2-:ManBits]} +
                      {{ExpBits{1'b0}}, norm[SumBits-1], (ManBits)'(up)};
  assign overflow   = packed_sum[ExpBits+ManBits:ManBits] >= (ExpBits + 1)'(255);

  always_comb begin
    acc_o = {sign_i && !(cancel_i && none), packed_sum[ManBits+7:0]};
    if (nan_i) begin
      acc_o = {1'b0, 8'hFF, 1'b1, {(ManBits - 1) {1'b0}}};
    end else if (inf_i || overflow) begin
      acc_o = {sign_i, 8'hFF, {ManBits{1'b0}}};
    end
  end

endmodule
