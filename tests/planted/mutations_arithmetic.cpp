// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

namespace lmulsim::planted {

const std::vector<Mutation>& arithmetic_mutations() {
  static const std::vector<Mutation> table{
      {"offset_carry_lost", "pe/mul_adder.sv", "{mag_b, 1'b1};", "{mag_b, 1'b0};", Setup::lmul},
      {"offset_constant", "pe/mul_adder.sv", "+ SumBits'(Offset);", "+ SumBits'(Offset + 1);", Setup::bf16_lmul},
      {"adder_without_carry", "pe/mul_adder.sv", "{sum, unused_carry} = {mag_a, 1'b1} + {mag_b, 1'b1};",
       "{sum, unused_carry} = {mag_a[SumBits-1:ManBits] + mag_b[SumBits-1:ManBits], {mag_a[ManBits-1:0], 1'b1} + "
       "{mag_b[ManBits-1:0], 1'b1}};",
       Setup::lmul},
      {"bias_off_by_one", "pkg/lmulsim_pkg.sv", "prod_bias = bias(fmt_a) + bias(fmt_b);",
       "prod_bias = bias(fmt_a) + bias(fmt_b) + 1;", Setup::exact},
      {"product_overflow_one_early", "pe/mul_adder.sv", "number > largest", "number >= largest", Setup::bf16_lmul},
      {"product_underflow_one_late", "pe/mul_adder.sv", "(ExpBias - 126)", "(ExpBias - 127)", Setup::bf16_lmul},
      {"exponent_without_carry", "pe/mul_exact.sv", "exp_b, carry};", "exp_b, 1'b0};", Setup::exact},
      {"nan_of_b_lost_in_multiplier", "pe/mul_exact.sv", "nan_a || nan_b ||", "nan_a || (nan_b && nan_a) ||",
       Setup::exact},
      {"inf_times_zero_is_inf", "pe/mul_exact.sv", "(inf_b && zero_a)", "(inf_b && zero_a && zero_b)", Setup::exact},
      {"cut_product_takes_bits_from_below", "pe/multiplier.sv", "full[FullBits-1:FullBits-ProdBits];",
       "full[FullBits-1:FullBits-ProdBits] | ProdBits'(unused_low);", Setup::exact, "exact-cut"},
      {"subnormal_operand_flushed", "pe/float_decode.sv", "!hidden && no_ones;", "!hidden || (!hidden && no_ones);",
       Setup::exact},
      {"int8_operands_unsigned", "pe/mul_int8.sv", ".Signed(1)", ".Signed(0)", Setup::int8},
      {"nan_of_product_lost", "pe/acc_float_add.sv", "acc_nan || prod_nan ||", "acc_nan || (prod_nan && acc_nan) ||",
       Setup::exact},
      {"inf_minus_inf_is_inf", "pe/acc_float_add.sv", "prod_inf && subtract);", "prod_inf && subtract && acc_nan);",
       Setup::exact},
      {"sign_of_zero", "pe/acc_float_round.sv", "sign_i && !(cancel_i && none)", "sign_i || (cancel_i && none)",
       Setup::lmul},
      {"alignment_sticky_lost", "pe/acc_float_add.sv",
       "(WinBits + 1)'(|(small_jam & ~({(WinBits + 1){1'b1}} << (1 << i))))", "(WinBits + 1)'(0)", Setup::bf16_acc},
      {"alignment_cut_short", "pe/acc_float_add.sv", "(distance[DiffBits-2:ShBits] != '0)",
       "(distance[DiffBits-2:ShBits+1] != '0)", Setup::bf16_acc},
      {"tie_rounds_up", "pe/acc_float_round.sv", "(sticky || norm[SumBits-ManBits-1])", "(sticky || 1'b1)",
       Setup::bf16_acc},
      {"rounding_sticky_bit_lost", "pe/acc_float_round.sv", "|norm[SumBits-ManBits-3:0]", "|norm[SumBits-ManBits-3:1]",
       Setup::bf16_acc},
      {"subnormal_sum_flushed", "pe/acc_float_round.sv", "packed_sum[ManBits+7:0]};",
       "packed_sum[ManBits+7:0]};\n    if (packed_sum[ManBits+7:ManBits] == '0) acc_o = '0;", Setup::bf16_lmul},
      {"overflow_not_infinity", "pe/acc_float_round.sv", ">= (ExpBits + 1)'(255)", "> (ExpBits + 1)'(255)",
       Setup::bf16_lmul},
      {"fixed_infinity_of_wrong_sign", "pe/acc_fixed.sv", "(inf & !sign)", "(inf & sign)", Setup::fixed},
      {"fixed_overflow_missed", "pe/acc_fixed.sv", "(sum[Width-1] != acc_i[Width-1]);",
       "(sum[Width-1] != acc_i[Width-1]) && !sign;", Setup::fixed},
      {"narrow_cut_downward", "pe/acc_narrow.sv", "(Width + 2)'(sign);", "(Width + 2)'(1'b0);", Setup::narrow},
      {"narrow_wraps", "pe/acc_narrow.sv", "left ? limit : sum[Width-1:0]", "(left && &limit) ? limit : sum[Width-1:0]",
       Setup::narrow},
      {"narrow_saturates_at_one_end", "pe/acc_narrow.sv", "limit = {sign, {(Width - 1) {!sign}}};",
       "limit = {1'b0, {(Width - 1) {1'b1}}};", Setup::narrow},
      {"narrow_flag_not_sticky", "pe/acc_narrow.sv", "acc_i[Width] | left,", "left,", Setup::narrow},
      {"narrow_large_product_wraps", "pe/acc_narrow.sv", "left  = beyond || ", "left  = (beyond && acc_i[Width]) || ",
       Setup::narrow},
      {"narrow_last_bit_one_higher", "pe/acc_narrow.sv", "placed[Drop+:Width];", "{placed[Drop+:Width-1], 1'b0};",
       Setup::narrow},
      {"int32_overflow_not_sticky", "pe/acc_int32.sv", "acc_i[32] | overflow", "(acc_i[32] & overflow) | overflow",
       Setup::int8},
  };
  return table;
}

}  // namespace lmulsim::planted
