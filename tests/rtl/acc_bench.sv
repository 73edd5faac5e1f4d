// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Accumulators side by side, for tests: configuration i with latencies 1, 2 and 3. Its inputs stand at bits 128*i of acc_i and 64*i of
// prod_i, its outputs at bit 3*i + Latency - 1 of valid_o and bits 128 * (3*i + Latency - 1) of acc_o.
//   0..5   fp32 with products e4m3 exact, e4m3 adder, e5m2 exact, bf16 exact, bf16 adder, fp16 exact
//   6..11  bf16 with the same
//   12..15 fixed for K = 4096: e4m3 exact, e4m3 adder, e5m2 exact, fp16 exact
//   16     int32
//   17..19 narrow: fix14.3 of e4m3 exact, fix20.-15 of e4m3 adder, fix12.10 of e5m2 exact
// Exact products come with their subnormals, an adder's (which is L-Mul) from flushed ones.
module acc_bench #(
  localparam int Count = 20
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   en_i,
  input  logic                   valid_i,
  // A configuration uses a part of its slot.
  /* verilator lint_off UNUSEDSIGNAL */
  input  logic [128*Count-1:0]   acc_i,
  input  logic [64*Count-1:0]    prod_i,
  /* verilator lint_on UNUSEDSIGNAL */
  output logic [3*Count-1:0]     valid_o,
  output logic [3*128*Count-1:0] acc_o
);

  function automatic int accumulator_of(int i);
    accumulator_of = (i < 6) ? lmulsim_pkg::ACC_FP32 : (i < 12) ? lmulsim_pkg::ACC_BF16 :
                     (i < 16) ? lmulsim_pkg::ACC_FIXED :
                     (i < 17) ? lmulsim_pkg::ACC_INT32 : lmulsim_pkg::ACC_NARROW;
  endfunction
  function automatic int format_of(int i);
    case (i)
      0, 1, 6, 7, 12, 13, 17, 18: format_of = lmulsim_pkg::FMT_E4M3;
      2, 8, 14, 19: format_of = lmulsim_pkg::FMT_E5M2;
      3, 4, 9, 10: format_of = lmulsim_pkg::FMT_BF16;
      5, 11, 15: format_of = lmulsim_pkg::FMT_FP16;
      default: format_of = lmulsim_pkg::FMT_INT8;
    endcase
  endfunction
  function automatic int multiplier_of(int i);
    case (i)
      1, 4, 7, 10, 13, 18: multiplier_of = lmulsim_pkg::MUL_ADDER;
      default: multiplier_of = lmulsim_pkg::MUL_EXACT;
    endcase
  endfunction
  // L-Mul's.
  function automatic int offset_of(int fmt);
    offset_of = (fmt == lmulsim_pkg::FMT_BF16) ? 8 : 1;
  endfunction
  function automatic int fixed_width(int i);
    case (i)
      12: fixed_width = 49;
      13: fixed_width = 46;
      14: fixed_width = 77;
      15: fixed_width = 93;
      17: fixed_width = 14;
      18: fixed_width = 20;
      19: fixed_width = 12;
      default: fixed_width = 8;
    endcase
  endfunction
  function automatic int fixed_lsb(int i);
    case (i)
      12: fixed_lsb = -18;
      13: fixed_lsb = -15;
      14: fixed_lsb = -32;
      15: fixed_lsb = -48;
      17: fixed_lsb = 3;
      18: fixed_lsb = -15;
      19: fixed_lsb = 10;
      default: fixed_lsb = 0;
    endcase
  endfunction

  for (genvar i = 0; i < Count; i++) begin : gen_config
    localparam int Fmt      = format_of(i);
    localparam int Mul      = multiplier_of(i);
    localparam int Sub      = (Mul == lmulsim_pkg::MUL_ADDER) ? lmulsim_pkg::SUB_DAZ :
                                                                lmulsim_pkg::SUB_NORMALIZE;
    localparam int Offset   = (Mul == lmulsim_pkg::MUL_ADDER) ? offset_of(Fmt) : 0;
    localparam int Normal   = lmulsim_pkg::prod_normal(Mul, accumulator_of(i));
    localparam int AccBits  = lmulsim_pkg::acc_bits(accumulator_of(i), fixed_width(i));
    localparam int ProdBits = lmulsim_pkg::prod_bits(Mul, Fmt, Fmt, Offset, Sub, Normal);
    for (genvar l = 1; l <= 3; l++) begin : gen_latency
      logic [AccBits-1:0] sum;
      accumulator #(
        .Acc(accumulator_of(i)), .ProdBits(ProdBits),
        .ProdExpBits(lmulsim_pkg::prod_exp_bits(Mul, Fmt, Fmt, Offset, Sub, Normal)),
        .ProdSigBits(lmulsim_pkg::prod_sig_bits(Mul, Fmt, Fmt, Offset)),
        .ProdFracBits(lmulsim_pkg::prod_frac_bits(Mul, Fmt, Fmt, Offset, Normal)),
        .ProdBias(lmulsim_pkg::prod_bias(Fmt, Fmt)),
        .ProdExpMin(lmulsim_pkg::prod_exp_min(Mul, Fmt, Fmt, Sub, Normal)),
        .ProdExpMax(lmulsim_pkg::prod_exp_max(Mul, Fmt, Fmt, Offset, Normal)),
        .FixedWidth(fixed_width(i)), .FixedLsb(fixed_lsb(i)), .Latency(l)
      ) u_acc (
        .clk_i, .rst_ni, .en_i, .valid_i, .acc_i(acc_i[128*i+:AccBits]), .prod_i(prod_i[64*i+:ProdBits]),
        .valid_o(valid_o[3*i+l-1]), .acc_o(sum)
      );
      assign acc_o[128*(3*i+l-1)+:128] = 128'(sum);
    end
  end

endmodule
