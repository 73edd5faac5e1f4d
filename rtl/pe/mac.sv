// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Multiply and accumulate: sum_o = acc_i + a_i * b_i, or + the sum of a group of their products. The
// product is ready mul_stages cycles after valid_i, so acc_i belongs to that later cycle (step_o is
// set then); sum_o and valid_o follow acc_latency cycles after it.
module mac #(
  parameter logic [lmulsim_pkg::PE_BITS-1:0] Pe,
  localparam int WidthA     = lmulsim_pkg::moving_bits(Pe),
  localparam int WidthB     = lmulsim_pkg::stationary_bits(Pe),
  localparam int AccBits    = lmulsim_pkg::acc_word_bits(Pe)
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               en_i,
  input  logic               valid_i,
  input  logic [WidthA-1:0]  a_i,
  input  logic [WidthB-1:0]  b_i,
  output logic               step_o,
  input  logic [AccBits-1:0] acc_i,
  output logic               valid_o,
  output logic [AccBits-1:0] sum_o
);

  localparam int FmtA       = lmulsim_pkg::fmt_moving(Pe);
  localparam int FmtB       = lmulsim_pkg::fmt_stationary(Pe);
  localparam int CodeA      = lmulsim_pkg::width(FmtA);
  localparam int CodeB      = lmulsim_pkg::width(FmtB);
  localparam int Mul        = lmulsim_pkg::mul(Pe);
  localparam int Acc        = lmulsim_pkg::acc(Pe);
  localparam int AccLatency = lmulsim_pkg::acc_latency(Pe);
  localparam int Offset     = lmulsim_pkg::offset(Pe);
  localparam int Subnormals = lmulsim_pkg::subnormals(Pe);
  localparam int Products   = lmulsim_pkg::products(Pe);
  localparam bit Grouped    = lmulsim_pkg::group(Pe) != 0;
  localparam int Normal     = lmulsim_pkg::prod_normal(Mul, Acc);
  localparam logic [lmulsim_pkg::LOOKUP_BITS-1:0] Lookup = lmulsim_pkg::lookup(Pe);
  localparam int ProdBits   = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal);
  // What the accumulator adds: the product, or the sum of a group as a product.
  localparam bit FloatGroup = Acc == lmulsim_pkg::ACC_GROUP;
  localparam int TermBits   = Grouped ? lmulsim_pkg::group_bits(Pe) : ProdBits;
  localparam int Stages     = lmulsim_pkg::mul_stages(Pe);

  if ((lmulsim_pkg::entered_acc(Pe) == lmulsim_pkg::ACC_INT32) !=
      (FmtA == lmulsim_pkg::FMT_INT8)) begin : gen_none
    $fatal(1, "mac: integer sums of integer products only, and no others of them");
  end
  if (lmulsim_pkg::group(Pe) < 0 || lmulsim_pkg::group(Pe) == 1 ||
      Grouped != (Acc == lmulsim_pkg::ACC_GROUP || Acc == lmulsim_pkg::ACC_GROUP_INT32))
  begin : gen_no_group
    $fatal(1, "mac: a group has two products or more, and an accumulator that takes it");
  end
  if (lmulsim_pkg::pe_wrong_lookup(Pe) != 0) begin : gen_wrong_lookup
    $fatal(1, "mac: a table for a multiplier that has none, or none for one that has");
  end
  if (AccLatency < 1) begin : gen_no_latency
    $fatal(1, "mac: an accumulation takes a cycle or more");
  end
  if (lmulsim_pkg::mul_stages(Pe) < 0) begin : gen_no_stages
    $fatal(1, "mac: no negative number of product registers");
  end

  logic [Products*ProdBits-1:0] prod_d, prod;
  logic                         prod_valid;
  logic [TermBits-1:0]          term;

  multiplier #(
    .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset), .Normal(Normal),
    .Lookup(Lookup)
  ) u_mul (
    .a_i(a_i[CodeA-1:0]), .b_i(b_i[CodeB-1:0]), .prod_o(prod_d[ProdBits-1:0])
  );
  for (genvar i = 1; i < Products; i++) begin : gen_more
    multiplier #(
      .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset),
      .Normal(Normal), .Lookup(Lookup)
    ) u_mul (
      .a_i(a_i[i*CodeA+:CodeA]), .b_i(b_i[i*CodeB+:CodeB]), .prod_o(prod_d[i*ProdBits+:ProdBits])
    );
  end

  delay_valid #(.Width(Products * ProdBits), .Depth((Grouped && Stages > 1) ? 1 : Stages)) u_prod (
    .clk_i, .rst_ni, .en_i, .valid_i, .data_i(prod_d), .valid_o(prod_valid), .data_o(prod)
  );

  if (Grouped) begin : gen_group
    group_sum #(.Pe(Pe)) u_group (
      .clk_i, .rst_ni, .en_i, .valid_i(prod_valid), .prods_i(prod), .valid_o(step_o), .group_o(term)
    );
  end else begin : gen_single
    assign step_o = prod_valid;
    assign term   = prod;
  end

  accumulator #(
    .Acc(lmulsim_pkg::entered_acc(Pe)), .ProdBits(TermBits),
    .ProdExpBits(FloatGroup ? lmulsim_pkg::group_exp_bits(Pe) :
                 lmulsim_pkg::prod_exp_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal)),
    .ProdSigBits(FloatGroup ? lmulsim_pkg::group_sig_bits(Pe) :
                 lmulsim_pkg::prod_sig_bits(Mul, FmtA, FmtB, Offset)),
    .ProdFracBits(FloatGroup ? lmulsim_pkg::group_frac_bits(Pe) :
                  lmulsim_pkg::prod_frac_bits(Mul, FmtA, FmtB, Offset, Normal)),
    .ProdBias(FloatGroup ? lmulsim_pkg::group_bias(Pe) : lmulsim_pkg::prod_bias(FmtA, FmtB)),
    .ProdExpMin(FloatGroup ? lmulsim_pkg::group_exp_min(Pe) :
                lmulsim_pkg::prod_exp_min(Mul, FmtA, FmtB, Subnormals, Normal)),
    .ProdExpMax(FloatGroup ? lmulsim_pkg::group_exp_max(Pe) :
                lmulsim_pkg::prod_exp_max(Mul, FmtA, FmtB, Offset, Normal)),
    .FixedWidth(lmulsim_pkg::fixed_width(Pe)), .FixedLsb(lmulsim_pkg::fixed_lsb(Pe)),
    .Latency(AccLatency)
  ) u_acc (
    .clk_i, .rst_ni, .en_i, .valid_i(step_o), .acc_i(acc_i), .prod_i(term), .valid_o(valid_o),
    .acc_o(sum_o)
  );

endmodule
