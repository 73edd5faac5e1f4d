// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The multiply-accumulate of PEs with groups, side by side on the same operands, for tests. Configuration i has its
// partial sum at bits 64*i of acc_i and, a cycle later, its result at bits 64*i of acc_o:
//   0  e4m3 exact, group8-7                     5  e5m2 * e4m3 exact, group4-10/fix24.-10
//   1  e4m3 exact daz, group8-6/fix22.3         6  e4m3 exact-cut, group8-3
//   2  e4m3 lmul daz, group8-5                  7  e5m2 exact, group8-12/fix18.4
//   3  e4m3 mitchell, group8-9/fix20.1          8  e5m2 lmul daz, group3-2
//   4  e5m2 exact, group8-4                     9  e4m3 exact, group8-7/fix9.12
//   10 int8, group8/int32                       11 int8, group3/int32
//   12 log34 antilog:5, group8-7/fix20.-6       13 log43 antilog:5, group8-7
//   14 e4m3 cmean:5 daz, group4-6/fix22.3
// Subnormal operands are normalised unless it says daz.
module dot_bench #(
  localparam int Count = 15
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic [63:0]          a_i,
  input  logic [63:0]          b_i,
  // A configuration uses a part of its slot.
  /* verilator lint_off UNUSEDSIGNAL */
  input  logic [64*Count-1:0]  acc_i,
  /* verilator lint_on UNUSEDSIGNAL */
  output logic [Count-1:0]     valid_o,
  output logic [64*Count-1:0]  acc_o
);

  function automatic int log_of(int exp_bits, int man_bits);
    log_of = lmulsim_pkg::OF_PARTS + lmulsim_pkg::OF_LOG + lmulsim_pkg::OF_EXP * exp_bits + man_bits;
  endfunction
  function automatic int integers(int i);
    integers = (i == 10 || i == 11) ? 1 : 0;
  endfunction
  function automatic int format_a(int i);
    format_a = (integers(i) != 0) ? lmulsim_pkg::FMT_INT8 :
               (i == 12) ? log_of(3, 4) : (i == 13) ? log_of(4, 3) :
               (i == 4 || i == 5 || i == 7 || i == 8) ? lmulsim_pkg::FMT_E5M2 : lmulsim_pkg::FMT_E4M3;
  endfunction
  function automatic int format_b(int i);
    format_b = (i == 5) ? lmulsim_pkg::FMT_E4M3 : format_a(i);
  endfunction
  function automatic int multiplier_of(int i);
    case (i)
      2, 3, 8: multiplier_of = lmulsim_pkg::MUL_ADDER;
      6: multiplier_of = lmulsim_pkg::MUL_EXACT_CUT;
      12, 13: multiplier_of = lmulsim_pkg::MUL_ANTILOG;
      14: multiplier_of = lmulsim_pkg::MUL_CMEAN;
      default: multiplier_of = lmulsim_pkg::MUL_EXACT;
    endcase
  endfunction
  function automatic int subnormals_of(int i);
    subnormals_of = (i == 1 || i == 2 || i == 8 || i == 14) ? lmulsim_pkg::SUB_DAZ : lmulsim_pkg::SUB_NORMALIZE;
  endfunction
  function automatic int width_of(int i);
    case (i)
      1: width_of = 22;
      3: width_of = 20;
      5: width_of = 24;
      7: width_of = 18;
      9: width_of = 9;
      12: width_of = 20;
      14: width_of = 22;
      default: width_of = 0;
    endcase
  endfunction
  function automatic int lsb_of(int i);
    case (i)
      1: lsb_of = 3;
      3: lsb_of = 1;
      5: lsb_of = -10;
      7: lsb_of = 4;
      9: lsb_of = 12;
      12: lsb_of = -6;
      14: lsb_of = 3;
      default: lsb_of = 0;
    endcase
  endfunction
  function automatic int group_of(int i);
    group_of = (i == 5 || i == 14) ? 4 : (i == 8 || i == 11) ? 3 : 8;
  endfunction
  function automatic int fraction_bits_of(int i);
    case (i)
      1, 14: fraction_bits_of = 6;
      2: fraction_bits_of = 5;
      3: fraction_bits_of = 9;
      4: fraction_bits_of = 4;
      5: fraction_bits_of = 10;
      6: fraction_bits_of = 3;
      7: fraction_bits_of = 12;
      8: fraction_bits_of = 2;
      default: fraction_bits_of = 7;
    endcase
  endfunction

  function automatic int offset_of(int i);
    offset_of = (i == 2 || i == 8) ? 1 : (i >= 12) ? 5 : 0;
  endfunction
  // By exact fractions, as in lookup_bench.
  function automatic logic [127:0] table_of(int i);
    case (i)
      12: table_of = 128'heef16a45ed5a50620c20;
      13: table_of = 128'hdda2d49860;
      14: table_of = 128'h62916a8c3fead162080;
      default: table_of = '0;
    endcase
  endfunction

  for (genvar i = 0; i < Count; i++) begin : gen_config
    localparam logic [lmulsim_pkg::PE_BITS-1:0] Pe = lmulsim_pkg::pe(
      format_a(i), format_b(i), multiplier_of(i), offset_of(i), subnormals_of(i),
      (integers(i) != 0) ? lmulsim_pkg::ACC_GROUP_INT32 : lmulsim_pkg::ACC_GROUP, width_of(i), lsb_of(i), 0, 1,
      group_of(i), fraction_bits_of(i), table_of(i));
    localparam int AccBits = lmulsim_pkg::acc_word_bits(Pe);
    logic               unused_step;
    logic [AccBits-1:0] sum;
    mac #(.Pe(Pe)) u_mac (
      .clk_i, .rst_ni, .en_i(1'b1), .valid_i(1'b1), .a_i(a_i[lmulsim_pkg::moving_bits(Pe)-1:0]),
      .b_i(b_i[lmulsim_pkg::stationary_bits(Pe)-1:0]), .step_o(unused_step), .acc_i(acc_i[64*i+:AccBits]),
      .valid_o(valid_o[i]), .sum_o(sum)
    );
    assign acc_o[64*i+:64] = 64'(sum);
  end

endmodule
