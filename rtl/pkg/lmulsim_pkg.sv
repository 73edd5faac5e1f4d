// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Formats, choices and derived widths: the one source of bit widths for the hardware. A test holds
// it against the table of the reference arithmetic.
package lmulsim_pkg;

  // Operand formats.
  localparam int FMT_E4M3 = 0;
  localparam int FMT_E5M2 = 1;
  localparam int FMT_BF16 = 2;
  localparam int FMT_FP16 = 3;
  localparam int FMT_INT8 = 4;

  // From here on the code of a floating-point format says what its words are made of: above the
  // bits of OF_ONE_NAN, OF_EXP and OF_MAN (eEmM; eEmMfn, whose only special number is the NaN in
  // the all-ones word, has the first). At most 16 bits.
  localparam int OF_PARTS   = 4096;
  localparam int OF_ONE_NAN = 256;
  localparam int OF_EXP     = 16;
  // With OF_LOG it is a logarithmic one: a sign and a logarithm of OF_EXP bits before and OF_MAN
  // bits behind the point. The word 0 is zero, 0 with a sign NaN. At most 8 bits.
  localparam int OF_LOG     = 512;

  // Multipliers.
  localparam int MUL_EXACT = 0;
  localparam int MUL_ADDER = 1;
  localparam int MUL_EXACT_CUT = 2;
  // Significands from a table: of logarithms, and of sums of two mantissas.
  localparam int MUL_ANTILOG = 3;
  localparam int MUL_CMEAN = 4;
  localparam int MUL_CODES = 5;  // how many there are; they count from 0

  // Subnormal operands: flushed to signed zero, or shifted to 1.f first.
  localparam int SUB_DAZ       = 0;
  localparam int SUB_NORMALIZE = 1;

  // Accumulators.
  localparam int ACC_FP32  = 0;
  localparam int ACC_BF16  = 1;
  localparam int ACC_FIXED = 2;
  localparam int ACC_INT32 = 3;
  localparam int ACC_NARROW = 4;
  // Groups of products, which enter fp32 or a narrow sum, and of integers.
  localparam int ACC_GROUP = 5;
  localparam int ACC_GROUP_INT32 = 6;

  // Dataflows. Weight and input stationary are one hardware.
  localparam int DF_STATIONARY = 0;
  localparam int DF_OUTPUT     = 1;

  // 1: the format has no code of its own.
  function automatic int of_parts(int fmt);
    of_parts = (fmt >= OF_PARTS) ? 1 : 0;
  endfunction

  function automatic int exp_bits(int fmt);
    case (fmt)
      FMT_E4M3: exp_bits = 4;
      FMT_E5M2, FMT_FP16: exp_bits = 5;
      FMT_BF16: exp_bits = 8;
      default: exp_bits = (of_parts(fmt) != 0) ? (fmt / OF_EXP) % 16 : 0;
    endcase
  endfunction

  function automatic int man_bits(int fmt);
    case (fmt)
      FMT_E4M3: man_bits = 3;
      FMT_E5M2: man_bits = 2;
      FMT_BF16, FMT_INT8: man_bits = 7;
      FMT_FP16: man_bits = 10;
      default: man_bits = (of_parts(fmt) != 0) ? fmt % OF_EXP : 0;
    endcase
  endfunction

  function automatic int width(int fmt);
    width = 1 + exp_bits(fmt) + man_bits(fmt);
  endfunction

  // 1 for the formats of floating-point operands.
  function automatic int is_float(int fmt);
    is_float = (exp_bits(fmt) > 1 && exp_bits(fmt) <= 8 && man_bits(fmt) > 0 && width(fmt) <= 16 &&
                fmt < OF_PARTS + OF_LOG) ? 1 : 0;
  endfunction

  // 1 for those of logarithms.
  function automatic int is_log(int fmt);
    is_log = (fmt >= OF_PARTS + OF_LOG && fmt < OF_PARTS + OF_LOG + OF_ONE_NAN &&
              exp_bits(fmt) > 0 && man_bits(fmt) > 0 && width(fmt) <= 8) ? 1 : 0;
  endfunction

  function automatic int bias(int fmt);
    bias = (1 << (exp_bits(fmt) - 1)) - 1 + is_log(fmt);
  endfunction

  // 1: the all-ones exponent holds infinity and NaN (IEEE); 0: only the all-ones word is NaN
  // (e4m3), or none with all ones (logarithms).
  function automatic int has_inf(int fmt);
    has_inf = (fmt == FMT_E4M3 || is_log(fmt) != 0 ||
               (of_parts(fmt) != 0 && (fmt / OF_ONE_NAN) % 2 != 0)) ? 0 : 1;
  endfunction

  // The exponent of an operand as a signed number: its field, or down to 1 - m of a subnormal that
  // is shifted to 1.f.
  function automatic int operand_exp_bits(int fmt);
    operand_exp_bits = max2(exp_bits(fmt) + 2, $clog2(man_bits(fmt)) + 1);
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

  // What is in front of the point of a product. NORMAL: a leading one. A fixed-point sum shifts the
  // significand anyway: PLAIN is the exact product as the multiplication leaves it, in [0, 4). So
  // does a group, which compares exponents: RAW is the exact product of operands with a leading
  // one, in [1, 4).
  localparam int PROD_PLAIN  = 0;
  localparam int PROD_NORMAL = 1;
  localparam int PROD_RAW    = 2;

  function automatic int prod_normal(int mul, int acc);
    prod_normal = PROD_NORMAL;
    if (mul == MUL_EXACT && (acc == ACC_FIXED || acc == ACC_NARROW)) begin
      prod_normal = PROD_PLAIN;
    end else if (mul == MUL_EXACT && acc == ACC_GROUP) begin
      prod_normal = PROD_RAW;
    end
  endfunction

  // The magnitude word of a format's largest finite number.
  function automatic int largest_word(int fmt);
    largest_word = (has_inf(fmt) != 0) ? (((1 << exp_bits(fmt)) - 1) << man_bits(fmt)) - 1 :
                   (1 << (exp_bits(fmt) + man_bits(fmt))) - 2 + is_log(fmt);
  endfunction

  // The smallest exponent of an operand that is not zero, as a field: a subnormal that is shifted
  // to 1.f goes below 1. Logarithms begin at 0.
  function automatic int smallest_field(int fmt, int subnormals, int normal);
    smallest_field = (is_log(fmt) != 0) ? 0 :
                     (subnormals == SUB_NORMALIZE && normal != PROD_PLAIN) ? 1 - man_bits(fmt) : 1;
  endfunction

  // 1 for the multipliers whose significands come from a table: the one in the packed parameter,
  // with entries of as many bits as their offset says (see mul_lookup).
  function automatic int has_lookup(int mul);
    has_lookup = (mul == MUL_ANTILOG || mul == MUL_CMEAN) ? 1 : 0;
  endfunction

  // The table has one entry for each sum of two mantissas, or for each fraction of a logarithm.
  function automatic int lookup_entries(int mul, int fmt_a, int fmt_b);
    lookup_entries = (mul == MUL_CMEAN) ? (2 << adder_man_bits(fmt_a, fmt_b)) - 1 :
                                          (1 << adder_man_bits(fmt_a, fmt_b));
  endfunction

  // 1: entries are so much shorter than mantissas that the last ones are rounded up to the next
  // octave.
  function automatic int lookup_rounds_up(int mul, int fmt_a, int fmt_b, int offset);
    lookup_rounds_up =
        (has_lookup(mul) != 0 && offset + 2 <= adder_man_bits(fmt_a, fmt_b)) ? 1 : 0;
  endfunction

  // The exponent of a product is the sum of the operands' exponent fields, and of the carries of
  // the significands; it is this much too large.
  function automatic int prod_bias(int fmt_a, int fmt_b);
    prod_bias = bias(fmt_a) + bias(fmt_b);
  endfunction

  // Bounds of the exponents of finite products that are not zero. An adder's product beyond fp32's
  // normal numbers is an infinity or a zero.
  function automatic int prod_exp_min(int mul, int fmt_a, int fmt_b, int subnormals, int normal);
    prod_exp_min = smallest_field(fmt_a, subnormals, normal) +
                   smallest_field(fmt_b, subnormals, normal);
    if (mul == MUL_ADDER) begin
      prod_exp_min = max2(prod_exp_min, prod_bias(fmt_a, fmt_b) - 126);
    end
  endfunction

  function automatic int prod_exp_max(int mul, int fmt_a, int fmt_b, int offset, int normal);
    if (mul == MUL_ADDER) begin
      prod_exp_max = adder_exp_max(fmt_a, fmt_b, offset);
      if (prod_exp_max > prod_bias(fmt_a, fmt_b) + 127) begin
        prod_exp_max = prod_bias(fmt_a, fmt_b) + 127;
      end
    end else begin
      prod_exp_max = (largest_word(fmt_a) >> man_bits(fmt_a)) +
                     (largest_word(fmt_b) >> man_bits(fmt_b)) +
                     ((normal == PROD_NORMAL) ? 1 : 0) +
                     lookup_rounds_up(mul, fmt_a, fmt_b, offset);
    end
  endfunction

  // The exponent of an adder's largest sum.
  function automatic int adder_exp_max(int fmt_a, int fmt_b, int offset);
    int man;
    man = adder_man_bits(fmt_a, fmt_b);
    adder_exp_max = ((largest_word(fmt_a) << (man - man_bits(fmt_a))) +
                     (largest_word(fmt_b) << (man - man_bits(fmt_b))) + offset) >> man;
  endfunction

  // 1 for the adder multipliers that have sums beyond fp32's normal numbers.
  function automatic int adder_limited(int fmt_a, int fmt_b, int offset, int subnormals);
    adder_limited = (smallest_field(fmt_a, subnormals, 1) + smallest_field(fmt_b, subnormals, 1) <
                         prod_bias(fmt_a, fmt_b) - 126 ||
                     adder_exp_max(fmt_a, fmt_b, offset) > prod_bias(fmt_a, fmt_b) + 127) ? 1 : 0;
  endfunction

  // The exponent field of a product: two exponents of e bits and a carry. Exponents below zero, or
  // from an adder with a large offset, take one bit more; a field is negative then when its two
  // highest bits are set, so that e + 2 bits hold -2^e to 3 * 2^e - 1. Long mantissas behind short
  // exponents go below that, and take as many bits more as they need.
  function automatic int prod_exp_bits(
    int mul, int fmt_a, int fmt_b, int offset, int subnormals, int normal
  );
    int least;
    least = prod_exp_min(mul, fmt_a, fmt_b, subnormals, normal);
    prod_exp_bits = exp_bits(wide_exp_fmt(fmt_a, fmt_b)) + 1;
    if (least < 0 || prod_exp_max(mul, fmt_a, fmt_b, offset, normal) >= (1 << prod_exp_bits)) begin
      prod_exp_bits = prod_exp_bits + 1;
    end
    for (int bit_more = 0; bit_more < 4; bit_more++) begin
      if (least < -(1 << (prod_exp_bits - 2))) begin
        prod_exp_bits = prod_exp_bits + 1;
      end
    end
  endfunction

  // Significand of a product: 2(m+1) bits exactly, m+1 from an adder or cut, one more than its
  // entries have from a table. 1 for what has no cell: the module `multiplier` ends the
  // elaboration.
  function automatic int prod_sig_bits(int mul, int fmt_a, int fmt_b, int offset);
    case (mul)
      MUL_EXACT: prod_sig_bits = man_bits(fmt_a) + man_bits(fmt_b) + 2;
      MUL_ADDER, MUL_EXACT_CUT: prod_sig_bits = adder_man_bits(fmt_a, fmt_b) + 1;
      MUL_ANTILOG, MUL_CMEAN: prod_sig_bits = offset + 1;
      default: prod_sig_bits = 1;
    endcase
  endfunction

  // How many of them are fraction bits: all but the leading one, or all but two of a product in
  // [0, 4).
  function automatic int prod_frac_bits(int mul, int fmt_a, int fmt_b, int offset, int normal);
    prod_frac_bits = prod_sig_bits(mul, fmt_a, fmt_b, offset) - ((normal == PROD_NORMAL) ? 1 : 2);
  endfunction

  // A product on its way to the accumulator. Integers: two's complement. Floats: {nan, inf, zero,
  // sign, exponent, significand}; at most one of nan, inf and zero is set. A product that need not
  // have a leading one may be zero by its significand alone.
  function automatic int prod_bits(
    int mul, int fmt_a, int fmt_b, int offset, int subnormals, int normal
  );
    prod_bits = (fmt_a == FMT_INT8) ? 16 :
                4 + prod_exp_bits(mul, fmt_a, fmt_b, offset, subnormals, normal) +
                prod_sig_bits(mul, fmt_a, fmt_b, offset);
  endfunction

  // 0 for accumulators that are no floating-point ones.
  function automatic int acc_man_bits(int acc);
    case (acc)
      ACC_FP32: acc_man_bits = 23;
      ACC_BF16: acc_man_bits = 7;
      default: acc_man_bits = 0;
    endcase
  endfunction

  // Inside a floating-point accumulation: the sum, {carry, window, sticky}, and its exponent, which
  // is the accumulator's or the product's with the accumulator's bias.
  function automatic int sum_bits(int acc_man, int prod_sig);
    sum_bits = max2(acc_man + 1, prod_sig) + 4;
  endfunction

  function automatic int sum_exp_bits(int biases, int largest);
    sum_exp_bits = (largest + 127 - biases > 255) ? 9 : 8;
  endfunction

  // The word on the partial-sum pins.
  // int32: {overflow, sum}; fixed: {nan, +inf, -inf, overflow, sum}; narrow: the same with
  // saturated for overflow; group: fp32 without a width, else as narrow. 1 for what has no cell:
  // the module `accumulator` ends the elaboration.
  function automatic int acc_bits(int acc, int fixed_width);
    case (acc)
      ACC_FP32: acc_bits = 32;
      ACC_BF16: acc_bits = 16;
      ACC_FIXED, ACC_NARROW: acc_bits = fixed_width + 4;
      ACC_GROUP: acc_bits = (fixed_width == 0) ? 32 : fixed_width + 4;
      ACC_INT32, ACC_GROUP_INT32: acc_bits = 33;
      default: acc_bits = 1;
    endcase
  endfunction

  // What a processing element computes, as one parameter: words of 32 bits, the first one lowest.
  // PE_OFFSET is an adder's constant, or how many bits an entry of a table has. PE_FIXED_WIDTH and
  // PE_FIXED_LSB are those of fixed and of narrow sums, also behind groups; a width of 0 there is
  // fp32. PE_GROUP is how many products a beat has that are added before they enter the sum, or 0
  // for one that is not, and PE_FRACTION_BITS how many bits they keep below the largest exponent.
  // The LOOKUP_BITS from word PE_LOOKUP on are the table of a multiplier that has one (mul_lookup),
  // the first entry lowest, else zero: the module `mac` ends the elaboration when it is otherwise.
  // Zero in every word is no processing element: its accumulation would take no cycle.
  localparam int PE_FMT_MOVING     = 0;
  localparam int PE_FMT_STATIONARY = 1;
  localparam int PE_MUL            = 2;
  localparam int PE_OFFSET         = 3;
  localparam int PE_SUBNORMALS     = 4;
  localparam int PE_ACC            = 5;
  localparam int PE_FIXED_WIDTH    = 6;
  localparam int PE_FIXED_LSB      = 7;
  localparam int PE_MUL_STAGES     = 8;
  localparam int PE_ACC_LATENCY    = 9;
  localparam int PE_GROUP          = 10;
  localparam int PE_FRACTION_BITS  = 11;
  localparam int PE_LOOKUP         = 12;
  localparam int PE_WORDS          = 16;
  localparam int PE_BITS           = 32 * PE_WORDS;
  localparam int LOOKUP_BITS       = 32 * (PE_WORDS - PE_LOOKUP);

  function automatic logic [PE_BITS-1:0] pe(
    int fmt_moving, int fmt_stationary, int mul, int offset, int subnormals, int acc,
    int fixed_width, int fixed_lsb, int mul_stages, int acc_latency, int group, int fraction_bits,
    logic [LOOKUP_BITS-1:0] lookup
  );
    pe = '0;
    pe[32*PE_FMT_MOVING+:32]     = fmt_moving;
    pe[32*PE_FMT_STATIONARY+:32] = fmt_stationary;
    pe[32*PE_MUL+:32]            = mul;
    pe[32*PE_OFFSET+:32]         = offset;
    pe[32*PE_SUBNORMALS+:32]     = subnormals;
    pe[32*PE_ACC+:32]            = acc;
    pe[32*PE_FIXED_WIDTH+:32]    = fixed_width;
    pe[32*PE_FIXED_LSB+:32]      = fixed_lsb;
    pe[32*PE_MUL_STAGES+:32]     = mul_stages;
    pe[32*PE_ACC_LATENCY+:32]    = acc_latency;
    pe[32*PE_GROUP+:32]          = group;
    pe[32*PE_FRACTION_BITS+:32]  = fraction_bits;
    pe[32*PE_LOOKUP+:LOOKUP_BITS] = lookup;
  endfunction

  function automatic int fmt_moving(logic [PE_BITS-1:0] packed_pe);
    fmt_moving = packed_pe[32*PE_FMT_MOVING+:32];
  endfunction

  function automatic int fmt_stationary(logic [PE_BITS-1:0] packed_pe);
    fmt_stationary = packed_pe[32*PE_FMT_STATIONARY+:32];
  endfunction

  function automatic int mul(logic [PE_BITS-1:0] packed_pe);
    mul = packed_pe[32*PE_MUL+:32];
  endfunction

  function automatic int offset(logic [PE_BITS-1:0] packed_pe);
    offset = packed_pe[32*PE_OFFSET+:32];
  endfunction

  function automatic int subnormals(logic [PE_BITS-1:0] packed_pe);
    subnormals = packed_pe[32*PE_SUBNORMALS+:32];
  endfunction

  function automatic int acc(logic [PE_BITS-1:0] packed_pe);
    acc = packed_pe[32*PE_ACC+:32];
  endfunction

  function automatic int fixed_width(logic [PE_BITS-1:0] packed_pe);
    fixed_width = packed_pe[32*PE_FIXED_WIDTH+:32];
  endfunction

  function automatic int fixed_lsb(logic [PE_BITS-1:0] packed_pe);
    fixed_lsb = packed_pe[32*PE_FIXED_LSB+:32];
  endfunction

  function automatic int mul_stages(logic [PE_BITS-1:0] packed_pe);
    mul_stages = packed_pe[32*PE_MUL_STAGES+:32];
  endfunction

  function automatic int acc_latency(logic [PE_BITS-1:0] packed_pe);
    acc_latency = packed_pe[32*PE_ACC_LATENCY+:32];
  endfunction

  function automatic int group(logic [PE_BITS-1:0] packed_pe);
    group = packed_pe[32*PE_GROUP+:32];
  endfunction

  function automatic int fraction_bits(logic [PE_BITS-1:0] packed_pe);
    fraction_bits = packed_pe[32*PE_FRACTION_BITS+:32];
  endfunction

  function automatic logic [LOOKUP_BITS-1:0] lookup(logic [PE_BITS-1:0] packed_pe);
    lookup = packed_pe[32*PE_LOOKUP+:LOOKUP_BITS];
  endfunction

  // Products a beat, and the operands of a beat: the first one lowest.
  function automatic int products(logic [PE_BITS-1:0] packed_pe);
    products = max2(group(packed_pe), 1);
  endfunction

  function automatic int moving_bits(logic [PE_BITS-1:0] packed_pe);
    moving_bits = products(packed_pe) * width(fmt_moving(packed_pe));
  endfunction

  function automatic int stationary_bits(logic [PE_BITS-1:0] packed_pe);
    stationary_bits = products(packed_pe) * width(fmt_stationary(packed_pe));
  endfunction

  // What a group's sum enters.
  function automatic int entered_acc(logic [PE_BITS-1:0] packed_pe);
    entered_acc = (acc(packed_pe) == ACC_GROUP_INT32) ? ACC_INT32 :
                  (acc(packed_pe) == ACC_GROUP && fixed_width(packed_pe) == 0) ? ACC_FP32 :
                  acc(packed_pe);
  endfunction

  // The products of a group: what they are in front of the point, and their exponents, of which a
  // group subtracts the base so that none is below zero.
  function automatic int group_prod_exp_min(logic [PE_BITS-1:0] packed_pe);
    group_prod_exp_min = prod_exp_min(
      mul(packed_pe), fmt_moving(packed_pe), fmt_stationary(packed_pe), subnormals(packed_pe),
      prod_normal(mul(packed_pe), ACC_GROUP));
  endfunction

  function automatic int group_prod_exp_bits(logic [PE_BITS-1:0] packed_pe);
    group_prod_exp_bits = prod_exp_bits(
      mul(packed_pe), fmt_moving(packed_pe), fmt_stationary(packed_pe), offset(packed_pe),
      subnormals(packed_pe), prod_normal(mul(packed_pe), ACC_GROUP));
  endfunction

  function automatic int group_base(logic [PE_BITS-1:0] packed_pe);
    group_base = (group_prod_exp_min(packed_pe) < 0) ?
        -(1 << (group_prod_exp_bits(packed_pe) - 2)) : 0;
  endfunction

  // A product that is cut to the group's fraction bits.
  function automatic int group_term_bits(logic [PE_BITS-1:0] packed_pe);
    group_term_bits = fraction_bits(packed_pe) +
                      ((prod_normal(mul(packed_pe), ACC_GROUP) == PROD_RAW) ? 2 : 1);
  endfunction

  // A group's sum on its way to the accumulator, in the place of a product: {nan, inf, zero, sign,
  // exponent, significand}. For fp32 the significand has a leading one, as a product's. For a
  // narrow sum {sign, significand} is the sum in two's complement, and zero is not used. A group of
  // integers is their sum in two's complement.
  function automatic int group_sig_bits(logic [PE_BITS-1:0] packed_pe);
    group_sig_bits = group_term_bits(packed_pe) + $clog2(group(packed_pe));
  endfunction

  function automatic int group_frac_bits(logic [PE_BITS-1:0] packed_pe);
    group_frac_bits = (fixed_width(packed_pe) == 0) ? group_sig_bits(packed_pe) - 1 : 0;
  endfunction

  function automatic int group_bias(logic [PE_BITS-1:0] packed_pe);
    group_bias = prod_bias(fmt_moving(packed_pe), fmt_stationary(packed_pe)) +
                 fraction_bits(packed_pe) - group_base(packed_pe);
  endfunction

  function automatic int group_exp_min(logic [PE_BITS-1:0] packed_pe);
    group_exp_min = group_prod_exp_min(packed_pe) - group_base(packed_pe);
  endfunction

  function automatic int group_exp_max(logic [PE_BITS-1:0] packed_pe);
    group_exp_max = prod_exp_max(
      mul(packed_pe), fmt_moving(packed_pe), fmt_stationary(packed_pe), offset(packed_pe),
      prod_normal(mul(packed_pe), ACC_GROUP)) - group_base(packed_pe) +
      group_frac_bits(packed_pe);
  endfunction

  function automatic int group_exp_bits(logic [PE_BITS-1:0] packed_pe);
    group_exp_bits = $clog2(group_exp_max(packed_pe) + 1);
  endfunction

  function automatic int group_bits(logic [PE_BITS-1:0] packed_pe);
    group_bits = (acc(packed_pe) == ACC_GROUP_INT32) ? 16 + $clog2(products(packed_pe)) :
                 4 + group_exp_bits(packed_pe) + group_sig_bits(packed_pe);
  endfunction

  // The accumulator's word.
  function automatic int acc_word_bits(logic [PE_BITS-1:0] packed_pe);
    acc_word_bits = acc_bits(acc(packed_pe), fixed_width(packed_pe));
  endfunction

  // 1: a table for a multiplier that has none, or none for one that has. No table is all zeros.
  function automatic int pe_wrong_lookup(logic [PE_BITS-1:0] packed_pe);
    pe_wrong_lookup =
        ((lookup(packed_pe) != '0) != (has_lookup(mul(packed_pe)) != 0)) ? 1 : 0;
  endfunction

  // Rows of so many columns whose control bits a simulation compares at once: in one word of it.
  function automatic int rows_asserted_at_once(int cols);
    rows_asserted_at_once = (cols < 64) ? 64 / cols : 1;
  endfunction

endpackage
