// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Second half of a floating-point accumulation: normalises the sum and rounds it once to nearest even. Combinational.
module acc_float_round #(
  parameter int ManBits  = 23,
  parameter int SumBits  = 28,
  parameter int ExpBits  = 11,
  localparam int AccBits = 9 + ManBits
) (
  input  logic               nan_i,
  input  logic               inf_i,
  input  logic               sign_i,
  input  logic [ExpBits-1:0] exp_i,
  input  logic [SumBits-1:0] sum_i,
  output logic [AccBits-1:0] acc_o
);

  localparam int ShBits = $clog2(SumBits);

  // Shift left until the leading one is on top, but no further than the smallest exponent: after a shift of exp_i the sum stands
  // at the subnormals' weight. Each step takes half of what is left, so the shift is min(leading zeros, exp_i).
  logic [SumBits-1:0] norm;
  logic [ExpBits-1:0] room;
  always_comb begin
    norm = sum_i;
    room = exp_i;
    for (int i = ShBits - 1; i >= 0; i--) begin
      if ((norm >> (SumBits - (1 << i))) == '0 && room >= ExpBits'(1 << i)) begin
        norm = norm << (1 << i);
        room = room - ExpBits'(1 << i);
      end
    end
  end

  logic [ExpBits-1:0] field;
  logic               guard, sticky, up;
  assign field  = norm[SumBits-1] ? room + ExpBits'(1) : '0;
  assign guard  = norm[SumBits-ManBits-2];
  assign sticky = |norm[SumBits-ManBits-3:0];
  assign up     = guard && (sticky || norm[SumBits-ManBits-1]);

  // A carry out of the mantissa moves the exponent by itself.
  logic [ExpBits+ManBits-1:0] packed_sum;
  logic                       overflow;
  assign packed_sum = {field, norm[SumBits-2-:ManBits]} + (ExpBits + ManBits)'(up);
  assign overflow   = packed_sum[ExpBits+ManBits-1:ManBits] >= ExpBits'(255);

  always_comb begin
    acc_o = {sign_i, packed_sum[ManBits+7:0]};
    if (nan_i) begin
      acc_o = {1'b0, 8'hFF, 1'b1, {(ManBits - 1) {1'b0}}};
    end else if (inf_i || overflow) begin
      acc_o = {sign_i, 8'hFF, {ManBits{1'b0}}};
    end
  end

endmodule
