// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The sum of the products of one beat, on its way to the accumulator (lmulsim_pkg::group_bits).
// Floating point: alignment to the largest exponent, addition, and in front of fp32 a leading one.
// Integers: addition. Those of the mul_stages registers that are not behind the multipliers: the
// first behind the alignment, the others behind the addition. A register loads when it is enabled
// and its beat is valid; valid_o is valid_i delayed by them.
module group_sum #(
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int FmtA       = lmulsim_pkg::fmt_moving(Pe),
  localparam int FmtB       = lmulsim_pkg::fmt_stationary(Pe),
  localparam int Mul        = lmulsim_pkg::mul(Pe),
  localparam int Offset     = lmulsim_pkg::offset(Pe),
  localparam int Subnormals = lmulsim_pkg::subnormals(Pe),
  localparam int Normal     = lmulsim_pkg::prod_normal(Mul, lmulsim_pkg::acc(Pe)),
  localparam int ProdBits   = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal),
  localparam int Products   = lmulsim_pkg::products(Pe),
  localparam int GroupBits  = lmulsim_pkg::group_bits(Pe)
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         en_i,
  input  logic                         valid_i,
  input  logic [Products*ProdBits-1:0] prods_i,
  output logic                         valid_o,
  output logic [GroupBits-1:0]         group_o
);

  localparam int Stages    = lmulsim_pkg::mul_stages(Pe);
  localparam int AlignRegs = (Stages > 1) ? 1 : 0;
  localparam int SumRegs   = (Stages > 2) ? Stages - 2 : 0;

  logic [GroupBits-1:0] group_d;
  logic                 group_valid;

  if (FmtA != lmulsim_pkg::FMT_INT8) begin : gen_floats
    localparam int ExpBits  = lmulsim_pkg::group_prod_exp_bits(Pe);
    localparam int TermBits = lmulsim_pkg::group_term_bits(Pe);
    localparam int SumBits  = lmulsim_pkg::group_sig_bits(Pe) + 1;
    localparam int MidBits  = 3 + ExpBits + Products * (TermBits + 1);

    logic [MidBits-1:0]           mid_d, mid;
    logic                         nan, inf, inf_sign;
    logic [ExpBits-1:0]           unit;
    logic [Products-1:0]          signs;
    logic [Products*TermBits-1:0] terms;
    logic [SumBits-1:0]           sum;

    group_align #(
      .Products(Products), .ProdExpBits(ExpBits),
      .ProdSigBits(lmulsim_pkg::prod_sig_bits(Mul, FmtA, FmtB, Offset)),
      .ProdFracBits(lmulsim_pkg::prod_frac_bits(Mul, FmtA, FmtB, Offset, Normal)),
      .ProdExpMin(lmulsim_pkg::group_prod_exp_min(Pe)),
      .FractionBits(lmulsim_pkg::fraction_bits(Pe))
    ) u_align (
      .prods_i(prods_i), .nan_o(mid_d[MidBits-1]), .inf_o(mid_d[MidBits-2]),
      .inf_sign_o(mid_d[MidBits-3]), .exp_o(mid_d[Products*(TermBits+1)+:ExpBits]),
      .signs_o(mid_d[Products*TermBits+:Products]), .terms_o(mid_d[Products*TermBits-1:0])
    );
    delay_valid #(.Width(MidBits), .Depth(AlignRegs)) u_terms (
      .clk_i, .rst_ni, .en_i, .valid_i, .data_i(mid_d), .valid_o(group_valid),
      .data_o(mid)
    );
    assign {nan, inf, inf_sign, unit, signs, terms} = mid;
    group_add #(.Products(Products), .TermBits(TermBits)) u_add (
      .signs_i(signs), .terms_i(terms), .sum_o(sum)
    );

    if (lmulsim_pkg::entered_acc(Pe) == lmulsim_pkg::ACC_FP32) begin : gen_fp32
      localparam int OutExpBits = lmulsim_pkg::group_exp_bits(Pe);
      logic                  zero, sign;
      logic [OutExpBits-1:0] exp;
      logic [SumBits-2:0]    sig;
      group_normal #(.SumBits(SumBits), .UnitBits(ExpBits), .ExpBits(OutExpBits)) u_normal (
        .sum_i(sum), .unit_i(unit), .zero_o(zero), .sign_o(sign), .exp_o(exp), .sig_o(sig)
      );
      assign group_d = {nan, inf, zero && !nan && !inf, inf ? inf_sign : sign, exp, sig};
    end else begin : gen_narrow
      localparam int OutExpBits = lmulsim_pkg::group_exp_bits(Pe);
      logic unused_unit;
      assign unused_unit = ^unit;
      assign group_d = {nan, inf, 1'b0, inf ? inf_sign : sum[SumBits-1], OutExpBits'(unit),
                        sum[SumBits-2:0]};
    end
  end else begin : gen_integers
    logic [GroupBits-1:0] sum;
    logic [ProdBits-1:0]  prod;
    always_comb begin
      sum = '0;
      for (int i = 0; i < Products; i++) begin
        prod = prods_i[i*ProdBits+:ProdBits];
        sum  = sum + {{(GroupBits - ProdBits) {prod[ProdBits-1]}}, prod};
      end
    end
    // Nothing is aligned: both registers stand behind the addition.
    delay_valid #(.Width(GroupBits), .Depth(AlignRegs)) u_sum (
      .clk_i, .rst_ni, .en_i, .valid_i, .data_i(sum), .valid_o(group_valid),
      .data_o(group_d)
    );
  end

  delay_valid #(.Width(GroupBits), .Depth(SumRegs)) u_group (
    .clk_i, .rst_ni, .en_i, .valid_i(group_valid), .data_i(group_d), .valid_o(valid_o),
    .data_o(group_o)
  );

endmodule
