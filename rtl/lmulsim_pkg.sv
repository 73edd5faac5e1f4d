// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Formats, choices and derived widths: the one source of bit widths for the hardware. A test holds it against the
// table of the reference arithmetic.
package lmulsim_pkg;

  // Operand formats.
  localparam int FMT_E4M3 = 0;
  localparam int FMT_E5M2 = 1;
  localparam int FMT_BF16 = 2;
  localparam int FMT_FP16 = 3;
  localparam int FMT_INT8 = 4;

  // Multipliers.
  localparam int MUL_EXACT = 0;
  localparam int MUL_ADDER = 1;

  // Subnormal operands: flushed to signed zero, or shifted to 1.f first.
  localparam int SUB_DAZ       = 0;
  localparam int SUB_NORMALIZE = 1;

  // Accumulators.
  localparam int ACC_FP32  = 0;
  localparam int ACC_BF16  = 1;
  localparam int ACC_FIXED = 2;
  localparam int ACC_INT32 = 3;

  // Dataflows. Weight and input stationary are one hardware.
  localparam int DF_STATIONARY = 0;
  localparam int DF_OUTPUT     = 1;

  function automatic int exp_bits(int fmt);
    case (fmt)
      FMT_E4M3: exp_bits = 4;
      FMT_E5M2, FMT_FP16: exp_bits = 5;
      FMT_BF16: exp_bits = 8;
      default: exp_bits = 0;
    endcase
  endfunction

  function automatic int man_bits(int fmt);
    case (fmt)
      FMT_E4M3: man_bits = 3;
      FMT_E5M2: man_bits = 2;
      FMT_BF16, FMT_INT8: man_bits = 7;
      FMT_FP16: man_bits = 10;
      default: man_bits = 0;
    endcase
  endfunction

  // 1 for the formats of floating-point operands.
  function automatic int is_float(int fmt);
    is_float = (exp_bits(fmt) > 0) ? 1 : 0;
  endfunction

  function automatic int width(int fmt);
    width = 1 + exp_bits(fmt) + man_bits(fmt);
  endfunction

  function automatic int bias(int fmt);
    bias = (1 << (exp_bits(fmt) - 1)) - 1;
  endfunction

  // 1: the all-ones exponent holds infinity and NaN (IEEE); 0: only the all-ones word is NaN (e4m3).
  function automatic int has_inf(int fmt);
    has_inf = (fmt == FMT_E4M3) ? 0 : 1;
  endfunction

  function automatic int max2(int a, int b);
    max2 = (a > b) ? a : b;
  endfunction

  // The format with the larger exponent: the one the adder multipliers compute in.
  function automatic int wide_exp_fmt(int fmt_a, int fmt_b);
    wide_exp_fmt = (exp_bits(fmt_a) >= exp_bits(fmt_b)) ? fmt_a : fmt_b;
  endfunction

  function automatic int adder_man_bits(int fmt_a, int fmt_b);
    adder_man_bits = max2(man_bits(fmt_a), man_bits(fmt_b));
  endfunction

  // Exponent of a product, signed: the sum of two exponents of e bits, one carry, a sign.
  function automatic int prod_exp_bits(int fmt_a, int fmt_b);
    prod_exp_bits = exp_bits(wide_exp_fmt(fmt_a, fmt_b)) + 2;
  endfunction

  // Significand of a product with its leading one: 2(m+1) bits exactly, m+1 from an adder. 1 for what has no cell:
  // the module `multiplier` ends the elaboration.
  function automatic int prod_sig_bits(int mul, int fmt_a, int fmt_b);
    case (mul)
      MUL_EXACT: prod_sig_bits = man_bits(fmt_a) + man_bits(fmt_b) + 2;
      MUL_ADDER: prod_sig_bits = adder_man_bits(fmt_a, fmt_b) + 1;
      default: prod_sig_bits = 1;
    endcase
  endfunction

  // A product on its way to the accumulator. Integers: two's complement.
  // Floats: {nan, inf, zero, sign, exponent, significand}; at most one of nan, inf and zero is set.
  function automatic int prod_bits(int mul, int fmt_a, int fmt_b);
    prod_bits = (fmt_a == FMT_INT8) ? 16
                                    : 4 + prod_exp_bits(fmt_a, fmt_b) + prod_sig_bits(mul, fmt_a, fmt_b);
  endfunction

  // 0 for accumulators that are no floating-point ones.
  function automatic int acc_man_bits(int acc);
    case (acc)
      ACC_FP32: acc_man_bits = 23;
      ACC_BF16: acc_man_bits = 7;
      default: acc_man_bits = 0;
    endcase
  endfunction

  // The word on the partial-sum pins.
  // int32: {overflow, sum}; fixed: {nan, +inf, -inf, overflow, sum}. 1 for what has no cell: the module `accumulator`
  // ends the elaboration.
  function automatic int acc_bits(int acc, int fixed_width);
    case (acc)
      ACC_FP32: acc_bits = 32;
      ACC_BF16: acc_bits = 16;
      ACC_FIXED: acc_bits = fixed_width + 4;
      ACC_INT32: acc_bits = 33;
      default: acc_bits = 1;
    endcase
  endfunction

endpackage
