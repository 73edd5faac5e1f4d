// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// Multipliers that add two words and look the significand up. Combinational. MUL_ANTILOG: operands
// are logarithms, the fraction of their sum is the index. MUL_CMEAN: floats, the sum of the two
// mantissas is. MUL_ADDER (Mitchell's, of logarithms): the fraction itself is the significand.
//
// Entry i of the table stands at bits i * Offset of Lookup: the Offset bits behind the leading one
// of a significand in [1, 2). What an index stands for rises with it, less than twofold from one to
// the next: where an entry is below the one before it, the next octave begins. The exponents'
// biases stay in the product (lmulsim_pkg::prod_bias); operands of different mantissas are widened
// exactly first.
module mul_lookup #(
  parameter int Mul        = lmulsim_pkg::MUL_CMEAN,
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_DAZ,
  parameter int Offset     = 5,
  parameter logic [lmulsim_pkg::LOOKUP_BITS-1:0] Lookup = '0,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, Subnormals, 1)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam bit Logs      = lmulsim_pkg::is_log(FmtA) != 0;
  localparam int ManBitsA  = lmulsim_pkg::man_bits(FmtA);
  localparam int ManBitsB  = lmulsim_pkg::man_bits(FmtB);
  localparam int ManBits   = lmulsim_pkg::adder_man_bits(FmtA, FmtB);
  localparam int ExpBitsA  = lmulsim_pkg::operand_exp_bits(FmtA);
  localparam int ExpBitsB  = lmulsim_pkg::operand_exp_bits(FmtB);
  localparam int FracBits  = lmulsim_pkg::prod_sig_bits(Mul, FmtA, FmtB, Offset) - 1;
  localparam int BusBits   = ProdBits - 5 - FracBits;
  localparam int ExpBits   = lmulsim_pkg::max2(lmulsim_pkg::max2(ExpBitsA, ExpBitsB), BusBits);
  localparam int Entries   = lmulsim_pkg::lookup_entries(Mul, FmtA, FmtB);
  localparam int IndexBits = $clog2(Entries);

  logic nan_a, inf_a, zero_a, sign_a;
  logic nan_b, inf_b, zero_b, sign_b;
  logic [ExpBitsA-1:0] exp_a;
  logic [ExpBitsB-1:0] exp_b;
  logic [ManBitsA-1:0] frac_a;
  logic [ManBitsB-1:0] frac_b;

  if (Logs) begin : gen_logs
    log_decode #(.Fmt(FmtA)) u_decode_a (
      .code_i(a_i), .nan_o(nan_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a), .frac_o(frac_a)
    );
    log_decode #(.Fmt(FmtB)) u_decode_b (
      .code_i(b_i), .nan_o(nan_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b), .frac_o(frac_b)
    );
    assign inf_a = 1'b0;
    assign inf_b = 1'b0;
  end else begin : gen_floats
    logic unused_hidden_a, unused_hidden_b;
    float_decode #(.Fmt(FmtA), .Subnormals(Subnormals)) u_decode_a (
      .code_i(a_i), .nan_o(nan_a), .inf_o(inf_a), .zero_o(zero_a), .sign_o(sign_a), .exp_o(exp_a),
      .sig_o({unused_hidden_a, frac_a})
    );
    float_decode #(.Fmt(FmtB), .Subnormals(Subnormals)) u_decode_b (
      .code_i(b_i), .nan_o(nan_b), .inf_o(inf_b), .zero_o(zero_b), .sign_o(sign_b), .exp_o(exp_b),
      .sig_o({unused_hidden_b, frac_b})
    );
  end

  logic [ManBits-1:0] man_a, man_b;
  logic [ExpBits-1:0] wide_a, wide_b;
  assign man_a  = ManBits'(frac_a) << (ManBits - ManBitsA);
  assign man_b  = ManBits'(frac_b) << (ManBits - ManBitsB);
  assign wide_a = {{(ExpBits - ExpBitsA) {exp_a[ExpBitsA-1]}}, exp_a};
  assign wide_b = {{(ExpBits - ExpBitsB) {exp_b[ExpBitsB-1]}}, exp_b};

  // The table, and how many octaves an entry is above the first one: one, or more.
  logic [IndexBits-1:0] index;
  logic [FracBits-1:0]  fraction;
  logic                 above, further;

  if (Mul == lmulsim_pkg::MUL_ADDER) begin : gen_mitchell
    assign fraction = index;
    assign above    = 1'b0;
    assign further  = 1'b0;
  end else begin : gen_table
    localparam int Words = 1 << IndexBits;
    logic [Words-1:0] in_second, in_third;
    for (genvar i = 0; i < Words; i++) begin : gen_octave
      logic second, third;
      assign in_second[i] = second;
      assign in_third[i]  = third;
      if (i == 0) begin : gen_first
        assign second = 1'b0;
        assign third  = 1'b0;
      end else begin : gen_next
        // The last index of a table with an odd number of entries does not occur.
        localparam int At     = (i < Entries) ? i : Entries - 1;
        localparam int Before = 32'(Lookup[(i-1)*FracBits+:FracBits]);
        localparam int Entry  = 32'(Lookup[At*FracBits+:FracBits]);
        localparam bit Falls  = Entry < Before;
        assign second = gen_octave[i-1].second || Falls;
        assign third  = gen_octave[i-1].third || (gen_octave[i-1].second && Falls);
      end
    end
    for (genvar bit_at = 0; bit_at < FracBits; bit_at++) begin : gen_bit
      logic [Words-1:0] column;
      for (genvar i = 0; i < Words; i++) begin : gen_entry
        localparam int At = (i < Entries) ? i : Entries - 1;
        assign column[i] = Lookup[At*FracBits+bit_at];
      end
      assign fraction[bit_at] = column[index];
    end
    assign above    = in_second[index];
    assign further  = in_third[index];
  end

  logic [ExpBits-1:0] exp_sum, exp;

  if (Mul == lmulsim_pkg::MUL_CMEAN) begin : gen_mantissas
    // The octave comes in below the exponents' last bits.
    logic unused_carry;
    assign index = {1'b0, man_a} + {1'b0, man_b};
    assign {exp_sum, unused_carry} = {wide_a, 1'b1} + {wide_b, above};
  end else begin : gen_logarithms
    assign {exp_sum, index} = {wide_a, man_a} + {wide_b, man_b};
  end

  if (lmulsim_pkg::lookup_rounds_up(Mul, FmtA, FmtB, Offset) != 0) begin : gen_rounded_up
    logic rounded_up;
    assign rounded_up = (Mul == lmulsim_pkg::MUL_CMEAN) ? further : above;
    assign exp        = exp_sum + ExpBits'(rounded_up);
  end else begin : gen_in_octave
    assign exp = exp_sum;
  end

  logic nan, inf, zero, sign, unused_bits;
  assign nan  = nan_a || nan_b || (inf_a && zero_b) || (inf_b && zero_a);
  assign inf  = !nan && (inf_a || inf_b);
  assign zero = !nan && !inf && (zero_a || zero_b);
  // A zero among logarithms has no sign.
  assign sign = (sign_a ^ sign_b) && !(Logs && zero);
  assign unused_bits = above ^ further ^ (^exp);

  assign prod_o = {nan, inf, zero, sign, exp[BusBits-1:0], 1'b1, fraction};

  if (Mul != lmulsim_pkg::MUL_ADDER && Entries * FracBits > lmulsim_pkg::LOOKUP_BITS)
  begin : gen_too_long
    $fatal(1, "mul_lookup: the table has more bits than LOOKUP_BITS");
  end

endmodule
