// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Splits a floating-point operand into class, sign, exponent and significand. Combinational. The
// exponent is the field as a signed number. Normal = 1: finite operands that are not zero leave
// with a leading one, and SUB_NORMALIZE takes the exponent of a subnormal down to 1 - m. Normal =
// 0: subnormals leave as they are, with exponent 1. The significand of NaN, infinity and a flushed
// subnormal is not meaningful, with Normal = 1 that of zero neither.
module float_decode #(
  parameter int Fmt        = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  parameter int Normal     = 1,
  localparam int ExpBits   = lmulsim_pkg::exp_bits(Fmt),
  localparam int ManBits   = lmulsim_pkg::man_bits(Fmt),
  localparam int Width     = 1 + ExpBits + ManBits,
  localparam int OutBits   = lmulsim_pkg::operand_exp_bits(Fmt)
) (
  input  logic [Width-1:0]          code_i,
  output logic                      nan_o,
  output logic                      inf_o,
  output logic                      zero_o,
  output logic                      sign_o,
  output logic signed [OutBits-1:0] exp_o,
  output logic [ManBits:0]          sig_o
);

  logic [ExpBits-1:0] exp_field;
  logic [ManBits-1:0] man;
  logic               exp_ones;
  logic               hidden;

  assign exp_field = code_i[Width-2:ManBits];
  assign man       = code_i[ManBits-1:0];
  assign exp_ones  = &exp_field;
  assign hidden    = exp_field != '0;
  assign sign_o    = code_i[Width-1];

  if (lmulsim_pkg::has_inf(Fmt) != 0) begin : gen_ieee
    assign nan_o = exp_ones && man != '0;
    assign inf_o = exp_ones && man == '0;
  end else begin : gen_nan_all_ones
    assign nan_o = exp_ones && (&man);
    assign inf_o = 1'b0;
  end

  if (lmulsim_pkg::is_float(Fmt) == 0) begin : gen_no_format
    $fatal(1, "float_decode: no such Fmt");
  end

  // Nothing of a mantissa of one bit is left behind its leading one.
  if (Subnormals == lmulsim_pkg::SUB_NORMALIZE && Normal != 0 && ManBits == 1) begin : gen_one_bit
    assign zero_o = !hidden && man == '0;
    assign exp_o  = signed'({{(OutBits - ExpBits) {1'b0}}, exp_field});
    assign sig_o  = {1'b1, hidden ? man : 1'b0};
  end else if (Subnormals == lmulsim_pkg::SUB_NORMALIZE && Normal != 0) begin : gen_normalize
    // The leading one of a subnormal moves up to the hidden position.
    localparam int CountBits = $clog2(ManBits);
    logic [CountBits-1:0] zeros;
    logic                 no_ones;
    logic [ManBits-1:0]   below;
    leading_zeros #(.Bits(ManBits)) u_zeros (.word_i(man), .count_o(zeros), .none_o(no_ones));
    assign below  = (man << 1) << zeros;
    assign zero_o = !hidden && no_ones;
    assign exp_o  = hidden ? signed'({{(OutBits - ExpBits) {1'b0}}, exp_field}) :
                    signed'({{(OutBits - CountBits) {|zeros}}, ~zeros + CountBits'(1)});
    assign sig_o  = {1'b1, hidden ? man : below};
  end else if (Subnormals == lmulsim_pkg::SUB_NORMALIZE) begin : gen_keep
    assign zero_o = !hidden && man == '0;
    assign exp_o  = signed'({{(OutBits - ExpBits) {1'b0}}, exp_field[ExpBits-1:1],
                             exp_field[0] | !hidden});
    assign sig_o  = {hidden, man};
  end else if (Subnormals == lmulsim_pkg::SUB_DAZ) begin : gen_daz
    assign zero_o = !hidden;
    assign exp_o  = signed'({{(OutBits - ExpBits) {1'b0}}, exp_field});
    assign sig_o  = {1'b1, man};
  end else begin : gen_no_policy
    $fatal(1, "float_decode: no such Subnormals");
  end

endmodule
