// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The package's constants and functions as pins, for tests.
module pkg_bench (
  input  logic [31:0]  mul_i,
  input  logic [31:0]  fmt_a_i,
  input  logic [31:0]  fmt_b_i,
  input  logic [31:0]  offset_i,
  input  logic [31:0]  subnormals_i,
  input  logic [31:0]  acc_i,
  input  logic [31:0]  fixed_width_i,
  input  logic [lmulsim_pkg::PE_BITS-1:0] pe_i,
  output logic [31:0]  exp_bits_o,
  output logic [31:0]  man_bits_o,
  output logic [31:0]  width_o,
  output logic [31:0]  bias_o,
  output logic [31:0]  has_inf_o,
  output logic [31:0]  wide_exp_fmt_o,
  output logic [31:0]  adder_man_bits_o,
  output logic [31:0]  prod_exp_bits_o,
  output logic [31:0]  prod_sig_bits_o,
  output logic [31:0]  prod_frac_bits_o,
  output logic [31:0]  prod_bias_o,
  output logic [31:0]  prod_exp_min_o,
  output logic [31:0]  prod_exp_max_o,
  output logic [31:0]  prod_normal_o,
  output logic [31:0]  prod_bits_o,
  output logic [31:0]  acc_man_bits_o,
  output logic [31:0]  acc_bits_o,
  output logic [63:0]  subnormals_o,    // daz, normalize
  output logic [63:0]  dataflows_o,     // stationary, output
  // What the accessors say of pe_i, in the order of lmulsim_pkg::pe, the first word lowest; whether the table is
  // what it should not be; and whether pe() of those words is pe_i.
  output logic [511:0] pe_fields_o,
  // Of a PE with groups: products a beat, and the bus between its group and its accumulator.
  output logic [31:0]  products_o,
  output logic [31:0]  group_sig_bits_o,
  output logic [31:0]  group_frac_bits_o,
  output logic [31:0]  group_exp_bits_o,
  output logic [31:0]  group_bias_o,
  output logic [31:0]  group_exp_min_o,
  output logic [31:0]  group_exp_max_o,
  output logic [31:0]  group_bits_o,
  output logic         pe_wrong_lookup_o,
  output logic         pe_same_o
);

  assign exp_bits_o       = lmulsim_pkg::exp_bits(fmt_a_i);
  assign man_bits_o       = lmulsim_pkg::man_bits(fmt_a_i);
  assign width_o          = lmulsim_pkg::width(fmt_a_i);
  assign bias_o           = lmulsim_pkg::bias(fmt_a_i);
  assign has_inf_o        = lmulsim_pkg::has_inf(fmt_a_i);
  assign wide_exp_fmt_o   = lmulsim_pkg::wide_exp_fmt(fmt_a_i, fmt_b_i);
  assign adder_man_bits_o = lmulsim_pkg::adder_man_bits(fmt_a_i, fmt_b_i);
  assign prod_normal_o    = lmulsim_pkg::prod_normal(mul_i, acc_i);
  assign prod_exp_bits_o  = lmulsim_pkg::prod_exp_bits(mul_i, fmt_a_i, fmt_b_i, offset_i, subnormals_i, prod_normal_o);
  assign prod_sig_bits_o  = lmulsim_pkg::prod_sig_bits(mul_i, fmt_a_i, fmt_b_i, offset_i);
  assign prod_frac_bits_o = lmulsim_pkg::prod_frac_bits(mul_i, fmt_a_i, fmt_b_i, offset_i, prod_normal_o);
  assign prod_bias_o      = lmulsim_pkg::prod_bias(fmt_a_i, fmt_b_i);
  assign prod_exp_min_o   = lmulsim_pkg::prod_exp_min(mul_i, fmt_a_i, fmt_b_i, subnormals_i, prod_normal_o);
  assign prod_exp_max_o   = lmulsim_pkg::prod_exp_max(mul_i, fmt_a_i, fmt_b_i, offset_i, prod_normal_o);
  assign prod_bits_o      = lmulsim_pkg::prod_bits(mul_i, fmt_a_i, fmt_b_i, offset_i, subnormals_i, prod_normal_o);
  assign acc_man_bits_o   = lmulsim_pkg::acc_man_bits(acc_i);
  assign acc_bits_o       = lmulsim_pkg::acc_bits(acc_i, fixed_width_i);

  assign subnormals_o   = {lmulsim_pkg::SUB_NORMALIZE, lmulsim_pkg::SUB_DAZ};
  assign dataflows_o    = {lmulsim_pkg::DF_OUTPUT, lmulsim_pkg::DF_STATIONARY};

  assign pe_fields_o   = {
    lmulsim_pkg::lookup(pe_i),
    lmulsim_pkg::fraction_bits(pe_i), lmulsim_pkg::group(pe_i), lmulsim_pkg::acc_latency(pe_i),
    lmulsim_pkg::mul_stages(pe_i), lmulsim_pkg::fixed_lsb(pe_i),
    lmulsim_pkg::fixed_width(pe_i), lmulsim_pkg::acc(pe_i), lmulsim_pkg::subnormals(pe_i),
    lmulsim_pkg::offset(pe_i), lmulsim_pkg::mul(pe_i), lmulsim_pkg::fmt_stationary(pe_i),
    lmulsim_pkg::fmt_moving(pe_i)
  };
  assign products_o        = lmulsim_pkg::products(pe_i);
  assign group_sig_bits_o  = lmulsim_pkg::group_sig_bits(pe_i);
  assign group_frac_bits_o = lmulsim_pkg::group_frac_bits(pe_i);
  assign group_exp_bits_o  = lmulsim_pkg::group_exp_bits(pe_i);
  assign group_bias_o      = lmulsim_pkg::group_bias(pe_i);
  assign group_exp_min_o   = lmulsim_pkg::group_exp_min(pe_i);
  assign group_exp_max_o   = lmulsim_pkg::group_exp_max(pe_i);
  assign group_bits_o      = lmulsim_pkg::group_bits(pe_i);
  assign pe_wrong_lookup_o = lmulsim_pkg::pe_wrong_lookup(pe_i) != 0;
  assign pe_same_o     = pe_i == lmulsim_pkg::pe(
    lmulsim_pkg::fmt_moving(pe_i), lmulsim_pkg::fmt_stationary(pe_i), lmulsim_pkg::mul(pe_i),
    lmulsim_pkg::offset(pe_i), lmulsim_pkg::subnormals(pe_i), lmulsim_pkg::acc(pe_i),
    lmulsim_pkg::fixed_width(pe_i), lmulsim_pkg::fixed_lsb(pe_i), lmulsim_pkg::mul_stages(pe_i),
    lmulsim_pkg::acc_latency(pe_i), lmulsim_pkg::group(pe_i), lmulsim_pkg::fraction_bits(pe_i), lmulsim_pkg::lookup(pe_i)
  );

endmodule
