// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Splits a floating-point operand into class, sign, exponent and significand. Combinational.
// The exponent is the field as a signed number: with SUB_NORMALIZE the one of a subnormal goes down to 1 - m.
// Finite non-zero operands leave with a leading one; the significand of anything else is not meaningful.
module float_decode #(
  parameter int Fmt        = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  localparam int ExpBits   = lmulsim_pkg::exp_bits(Fmt),
  localparam int ManBits   = lmulsim_pkg::man_bits(Fmt),
  localparam int Width     = 1 + ExpBits + ManBits
) (
  input  logic [Width-1:0]          code_i,
  output logic                      nan_o,
  output logic                      inf_o,
  output logic                      zero_o,
  output logic                      sign_o,
  output logic signed [ExpBits+1:0] exp_o,
  output logic [ManBits:0]          sig_o
);

  logic [ExpBits-1:0] exp_field;
  logic [ManBits-1:0] man;
  logic               exp_ones;
  logic               subnormal;

  assign exp_field = code_i[Width-2:ManBits];
  assign man       = code_i[ManBits-1:0];
  assign exp_ones  = &exp_field;
  assign subnormal = exp_field == '0 && man != '0;
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

  if (Subnormals == lmulsim_pkg::SUB_NORMALIZE) begin : gen_normalize
    // Shifts the leading one of a subnormal up to the hidden position.
    logic signed [ExpBits+1:0] exp_norm;
    logic [ManBits:0]          sig_norm;
    always_comb begin
      exp_norm = (ExpBits + 2)'(1);
      sig_norm = {1'b0, man};
      for (int i = 0; i < ManBits; i++) begin
        if (!sig_norm[ManBits]) begin
          sig_norm = sig_norm << 1;
          exp_norm = exp_norm - (ExpBits + 2)'(1);
        end
      end
    end
    assign zero_o = exp_field == '0 && man == '0;
    assign exp_o  = subnormal ? exp_norm : signed'({2'b00, exp_field});
    assign sig_o  = subnormal ? sig_norm : {1'b1, man};
  end else if (Subnormals == lmulsim_pkg::SUB_DAZ) begin : gen_daz
    logic unused_subnormal;
    assign unused_subnormal = subnormal;
    assign zero_o = exp_field == '0;
    assign exp_o  = signed'({2'b00, exp_field});
    assign sig_o  = {1'b1, man};
  end else begin : gen_no_policy
    $fatal(1, "float_decode: no such Subnormals");
  end

endmodule
