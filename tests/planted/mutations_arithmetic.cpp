// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "mutation.hpp"

namespace lmulsim::planted {

const std::vector<Mutation>& arithmetic_mutations() {
  static const std::vector<Mutation> table{
      {"offset_constant", "pe/mul_adder.sv", "<< ManBits) - Offset;", "<< ManBits) - Offset + 1;", Setup::lmul},
      {"adder_without_carry", "pe/mul_adder.sv", "assign r = mag_a + mag_b - SumBits'(C);",
       "assign r = {mag_a[SumBits-1:ManBits] + mag_b[SumBits-1:ManBits] - ExpBits'(C >>> ManBits), "
       "mag_a[ManBits-1:0] + mag_b[ManBits-1:0] - ManBits'(C)};",
       Setup::lmul},
      {"product_overflow_one_early", "pe/mul_adder.sv", "exp > largest", "exp >= largest", Setup::bf16_lmul},
      {"product_underflow_one_late", "pe/mul_adder.sv", "ExpBits'(-126)", "ExpBits'(-127)", Setup::bf16_lmul},
      {"exponent_without_carry", "pe/mul_exact.sv", "ExpBits'(signed'({1'b0, raw[SigBits-1]}))", "ExpBits'(0)",
       Setup::exact},
      {"nan_of_b_lost_in_multiplier", "pe/mul_exact.sv", "nan_a || nan_b ||", "nan_a || (nan_b && nan_a) ||",
       Setup::exact},
      {"inf_times_zero_is_inf", "pe/mul_exact.sv", "(inf_b && zero_a)", "(inf_b && zero_a && zero_b)", Setup::exact},
      {"cut_product_takes_bits_from_below", "pe/multiplier.sv", "full[FullBits-1:FullBits-ProdBits];",
       "full[FullBits-1:FullBits-ProdBits] | ProdBits'(unused_low);", Setup::exact, "exact-cut"},
      {"subnormal_operand_flushed", "pe/float_decode.sv", "exp_field == '0 && man == '0;", "exp_field == '0;",
       Setup::exact},
      {"int8_operand_unsigned", "pe/mul_int8.sv", "input  logic signed [7:0]  a_i", "input  logic [7:0]  a_i",
       Setup::int8},
      {"nan_of_product_lost", "pe/acc_float_add.sv", "acc_nan || prod_nan ||", "acc_nan || (prod_nan && acc_nan) ||",
       Setup::exact},
      {"inf_minus_inf_is_inf", "pe/acc_float_add.sv", "&& (acc_sign ^ prod_sign))",
       "&& (acc_sign ^ prod_sign) && acc_nan)", Setup::exact},
      {"sign_of_zero", "pe/acc_float_add.sv", "acc_sign & prod_sign :", "acc_sign | prod_sign :", Setup::lmul},
      {"alignment_sticky_lost", "pe/acc_float_add.sv",
       "(WinBits + 1)'(|(small_jam & ~({(WinBits + 1){1'b1}} << (1 << i))))", "(WinBits + 1)'(0)", Setup::bf16_acc},
      {"alignment_cut_short", "pe/acc_float_add.sv", "? ShBits'(WinBits + 1) : distance",
       "? ShBits'(WinBits - 4) : distance", Setup::bf16_acc},
      {"tie_rounds_up", "pe/acc_float_round.sv", "(sticky || norm[SumBits-ManBits-1])", "(sticky || 1'b1)",
       Setup::bf16_acc},
      {"rounding_sticky_bit_lost", "pe/acc_float_round.sv", "|norm[SumBits-ManBits-3:0]", "|norm[SumBits-ManBits-3:1]",
       Setup::bf16_acc},
      {"subnormal_sum_flushed", "pe/acc_float_round.sv", "acc_o = {sign_i, packed_sum[ManBits+7:0]};",
       "acc_o = (field == '0) ? '0 : {sign_i, packed_sum[ManBits+7:0]};", Setup::bf16_lmul},
      {"overflow_not_infinity", "pe/acc_float_round.sv", ">= ExpBits'(255)", "> ExpBits'(255)", Setup::bf16_lmul},
      {"fixed_infinity_of_wrong_sign", "pe/acc_fixed.sv", "(inf & !sign)", "(inf & sign)", Setup::fixed},
      {"fixed_overflow_missed", "pe/acc_fixed.sv", "(sum[Width-1] != acc_i[Width-1]);",
       "(sum[Width-1] != acc_i[Width-1]) && !sign;", Setup::fixed},
      {"int32_overflow_not_sticky", "pe/acc_int32.sv", "acc_i[32] | overflow", "(acc_i[32] & overflow) | overflow",
       Setup::int8},
  };
  return table;
}

}  // namespace lmulsim::planted
