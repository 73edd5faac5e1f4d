// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// The multiplier a configuration asks for; one that has no cell for these operands ends the
// elaboration. Combinational; see lmulsim_pkg::prod_bits for the product's layout. Another Normal
// than 1 is for an exact multiplier whose products need no leading one (lmulsim_pkg::prod_normal).
module multiplier #(
  parameter int Mul        = lmulsim_pkg::MUL_EXACT,
  parameter int FmtA       = lmulsim_pkg::FMT_E4M3,
  parameter int FmtB       = lmulsim_pkg::FMT_E4M3,
  parameter int Subnormals = lmulsim_pkg::SUB_NORMALIZE,
  parameter int Offset     = 0,
  parameter int Normal     = 1,
  parameter logic [lmulsim_pkg::LOOKUP_BITS-1:0] Lookup = '0,
  localparam int WidthA    = lmulsim_pkg::width(FmtA),
  localparam int WidthB    = lmulsim_pkg::width(FmtB),
  localparam int ProdBits  = lmulsim_pkg::prod_bits(Mul, FmtA, FmtB, Offset, Subnormals, Normal)
) (
  input  logic [WidthA-1:0]   a_i,
  input  logic [WidthB-1:0]   b_i,
  output logic [ProdBits-1:0] prod_o
);

  localparam bit Floats = lmulsim_pkg::is_float(FmtA) != 0 && lmulsim_pkg::is_float(FmtB) != 0;
  localparam bit Logs   = lmulsim_pkg::is_log(FmtA) != 0 && lmulsim_pkg::is_log(FmtB) != 0;
  localparam bit Int8   = FmtA == lmulsim_pkg::FMT_INT8 && FmtB == lmulsim_pkg::FMT_INT8;

  if (Mul == lmulsim_pkg::MUL_EXACT && Int8) begin : gen_int8
    mul_int8 u_mul (.a_i(a_i), .b_i(b_i), .prod_o(prod_o));
  end else if (Mul == lmulsim_pkg::MUL_ADDER && Floats) begin : gen_adder
    mul_adder #(.FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset)) u_mul (
      .a_i(a_i), .b_i(b_i), .prod_o(prod_o)
    );
  end else if (Mul == lmulsim_pkg::MUL_EXACT && Floats) begin : gen_exact
    mul_exact #(.FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Normal(Normal)) u_mul (
      .a_i(a_i), .b_i(b_i), .prod_o(prod_o)
    );
  end else if (Mul == lmulsim_pkg::MUL_EXACT_CUT && Floats) begin : gen_exact_cut
    // The significand stands lowest on the bus: its last bits are left out.
    localparam int FullBits = lmulsim_pkg::prod_bits(
      lmulsim_pkg::MUL_EXACT, FmtA, FmtB, Offset, Subnormals, 1);
    logic [FullBits-1:0] full;
    logic                unused_low;
    mul_exact #(.FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals)) u_mul (
      .a_i(a_i), .b_i(b_i), .prod_o(full)
    );
    assign unused_low = ^full[FullBits-ProdBits-1:0];
    assign prod_o     = full[FullBits-1:FullBits-ProdBits];
  end else if ((Mul == lmulsim_pkg::MUL_ANTILOG && Logs) ||
               (Mul == lmulsim_pkg::MUL_CMEAN && Floats) ||
               (Mul == lmulsim_pkg::MUL_ADDER && Logs && Offset == 0)) begin : gen_lookup
    mul_lookup #(
      .Mul(Mul), .FmtA(FmtA), .FmtB(FmtB), .Subnormals(Subnormals), .Offset(Offset), .Lookup(Lookup)
    ) u_mul (
      .a_i(a_i), .b_i(b_i), .prod_o(prod_o)
    );
  end else begin : gen_none
    $fatal(1, "multiplier: no cell for this Mul with these operand formats");
  end

endmodule
