// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// What a sum is, written to be plain and not to be small: the operands are placed at the larger
// exponent with all bits that can matter and a sticky one, added or subtracted, made positive,
// normalised step by step and rounded once.
module reference_float_sum #(
  parameter int ManBits,
  parameter int SigBits
) (
  input  logic [ManBits+8:0]         acc_i,
  input  logic                       nan_i,
  input  logic                       inf_i,
  input  logic                       zero_i,
  input  logic                       sign_i,
  input  logic signed [11:0]         exp_i,
  input  logic [SigBits-1:0]         sig_i,
  output logic [ManBits+8:0]         acc_o
);

  localparam int Window = ((ManBits + 1 > SigBits) ? ManBits + 1 : SigBits) + 2;
  localparam int Sum    = Window + 2;  // a carry above, a sticky bit below

  logic               sign;
  logic [7:0]         field;
  logic [ManBits-1:0] man;
  assign {sign, field, man} = acc_i;

  // A product of zero is a significand of zero at the accumulator's exponent.
  logic signed [11:0] acc_exp, prod_exp, exp, distance;
  logic [Window-1:0]  acc_sig, prod_sig, big;
  logic [Window:0]    small_sig;
  logic               prod_higher;
  assign acc_exp     = {4'b0, (field == '0) ? 8'd1 : field};
  assign prod_exp    = zero_i ? acc_exp : exp_i + 12'd127;
  assign distance    = acc_exp - prod_exp;
  assign prod_higher = distance < 0;
  assign acc_sig     = {field != '0, man, {(Window - ManBits - 1) {1'b0}}};
  assign prod_sig    = zero_i ? '0 : {sig_i, {(Window - SigBits) {1'b0}}};
  assign exp         = prod_higher ? prod_exp : acc_exp;
  assign big         = prod_higher ? prod_sig : acc_sig;

  logic [11:0] shift;
  assign shift = prod_higher ? -distance : distance;
  always_comb begin
    small_sig = {prod_higher ? acc_sig : prod_sig, 1'b0};
    for (int i = 0; i < 10; i++) begin
      if (shift[i]) begin
        small_sig = (small_sig >> (1 << i)) |
                    (Window + 1)'((small_sig & ~({(Window + 1) {1'b1}} << (1 << i))) != '0);
      end
    end
  end

  logic           big_sign, small_sign, negative;
  logic [Sum-1:0] total, magnitude;
  assign big_sign   = prod_higher ? sign_i : sign;
  assign small_sign = prod_higher ? sign : sign_i;
  assign total      = (big_sign == small_sign) ? {1'b0, big, 1'b0} + {1'b0, small_sig} :
                                                 {1'b0, big, 1'b0} - {1'b0, small_sig};
  assign negative   = big_sign != small_sign && total[Sum-1];
  assign magnitude  = negative ? -total : total;

  // Left until the leading one is on top, or the exponent is that of the subnormals.
  logic [Sum-1:0] norm;
  logic [11:0]    room;
  always_comb begin
    norm = magnitude;
    room = exp;
    for (int i = $clog2(Sum) - 1; i >= 0; i--) begin
      if ((norm >> (Sum - (1 << i))) == '0 && room >= 12'(1 << i)) begin
        norm = norm << (1 << i);
        room = room - 12'(1 << i);
      end
    end
  end

  logic                up, nan, inf, sum_sign;
  logic [ManBits+11:0] rounded;
  assign up      = norm[Sum-ManBits-2] && (norm[Sum-ManBits-1] || norm[Sum-ManBits-3:0] != '0);
  assign rounded = {norm[Sum-1] ? room + 12'd1 : 12'd0, norm[Sum-2-:ManBits]} + (ManBits + 12)'(up);

  logic acc_nan, acc_inf;
  assign acc_nan  = field == '1 && man != '0;
  assign acc_inf  = field == '1 && man == '0;
  assign nan      = acc_nan || nan_i || (acc_inf && inf_i && sign != sign_i);
  assign inf      = acc_inf || inf_i;
  assign sum_sign = (magnitude == '0) ? sign && sign_i : big_sign ^ negative;
  always_comb begin
    if (nan) begin
      acc_o = {1'b0, 8'hFF, 1'b1, {(ManBits - 1) {1'b0}}};
    end else if (inf) begin
      acc_o = {acc_inf ? sign : sign_i, 8'hFF, {ManBits{1'b0}}};
    end else if (rounded[ManBits+11:ManBits] >= 12'd255) begin
      acc_o = {sum_sign, 8'hFF, {ManBits{1'b0}}};
    end else begin
      acc_o = {sum_sign, rounded[ManBits+7:0]};
    end
  end

endmodule

module reference_fixed_sum #(
  parameter int Width,
  parameter int Lsb,
  parameter int SigBits
) (
  input  logic [Width+3:0]   acc_i,
  input  logic               nan_i,
  input  logic               inf_i,
  input  logic               zero_i,
  input  logic               sign_i,
  input  logic signed [11:0] exp_i,
  input  logic [SigBits-1:0] sig_i,
  output logic [Width+3:0]   acc_o
);

  // The significand's last bit weighs 2^(exp - SigBits + 1); what lies below 2^Lsb are zeros.
  logic [11:0]              shift;
  logic [Width+SigBits-1:0] placed;
  logic [Width-1:0]         magnitude, addend, sum;
  logic                     overflow;
  assign shift     = exp_i + 12'(1 - Lsb);
  assign placed    = (Width + SigBits)'(sig_i) << shift[7:0];
  assign magnitude = (nan_i || inf_i || zero_i) ? '0 : placed[Width+SigBits-1:SigBits];
  assign addend    = sign_i ? -magnitude : magnitude;
  assign sum       = acc_i[Width-1:0] + addend;
  assign overflow  = acc_i[Width-1] == addend[Width-1] && sum[Width-1] != acc_i[Width-1];
  assign acc_o     = {acc_i[Width+3:Width] | {nan_i, inf_i && !sign_i, inf_i && sign_i, overflow}, sum};

endmodule
