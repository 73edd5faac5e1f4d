// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
//
// First half of a group: products of one beat, aligned to the largest exponent among them and cut
// toward zero to FractionBits bits below it. Combinational. The exponent of a product is the one it
// comes with; a zero has none. exp_o counts from the smallest value of an exponent, which for
// signed ones is below zero. A NaN, and infinities of both signs, make the group NaN.
module group_align #(
  parameter int Products     = 8,
  parameter int ProdExpBits  = 5,
  parameter int ProdSigBits  = 8,
  parameter int ProdFracBits = 6,
  parameter int ProdExpMin   = 2,
  parameter int FractionBits = 7,
  localparam int ProdBits    = 4 + ProdExpBits + ProdSigBits,
  localparam int TermBits    = FractionBits + ProdSigBits - ProdFracBits
) (
  input  logic [Products*ProdBits-1:0] prods_i,
  output logic                         nan_o,
  output logic                         inf_o,
  output logic                         inf_sign_o,
  output logic [ProdExpBits-1:0]       exp_o,
  output logic [Products-1:0]          signs_o,
  output logic [Products*TermBits-1:0] terms_o
);

  // Between the last bit of a product and the last one that is kept at the largest exponent.
  localparam int Pad      = lmulsim_pkg::max2(FractionBits - ProdFracBits, 0);
  localparam int Drop     = lmulsim_pkg::max2(ProdFracBits - FractionBits, 0);
  localparam int WideBits = ProdSigBits + Pad;

  if (Products < 2) begin : gen_no_group
    $fatal(1, "group_align: a group has two products or more");
  end

  logic [Products-1:0] nan, pos_inf, neg_inf;

  // A tree of the larger exponent of two, the root first: its leaves are the products.
  for (genvar i = 2 * Products - 2; i >= 0; i--) begin : gen_node
    logic [ProdExpBits-1:0] exp;
    if (i >= Products - 1) begin : gen_leaf
      localparam int At = i - (Products - 1);
      logic                   inf, zero, sign;
      logic [ProdExpBits-1:0] field, counted;
      assign {nan[At], inf, zero, sign, field} =
          prods_i[At*ProdBits+ProdSigBits+:4+ProdExpBits];
      assign pos_inf[At] = inf && !sign;
      assign neg_inf[At] = inf && sign;
      // A field is negative when its two highest bits are set.
      if (ProdExpMin < 0) begin : gen_signed
        assign counted = {field[ProdExpBits-1-:2] + 2'd1, field[ProdExpBits-3:0]};
      end else begin : gen_unsigned
        assign counted = field;
      end
      assign exp = zero ? '0 : counted;
    end else begin : gen_larger
      assign exp = (gen_node[2*i+1].exp > gen_node[2*i+2].exp) ? gen_node[2*i+1].exp :
                   gen_node[2*i+2].exp;
    end
  end
  assign exp_o = gen_node[0].exp;

  for (genvar i = 0; i < Products; i++) begin : gen_term
    logic [ProdExpBits-1:0] distance;
    logic [ProdSigBits-1:0] magnitude;
    logic [WideBits-1:0]    shifted;
    logic                   unused_bits;
    assign distance    = exp_o - gen_node[Products-1+i].exp;
    assign magnitude   = prods_i[i*ProdBits+ProdBits-3] ? '0 : prods_i[i*ProdBits+:ProdSigBits];
    assign shifted     = {magnitude, {Pad{1'b0}}} >> distance;
    assign unused_bits = ^shifted;
    assign signs_o[i]  = prods_i[i*ProdBits+ProdBits-4];
    assign terms_o[i*TermBits+:TermBits] = shifted[Drop+:TermBits];
  end

  assign nan_o      = nan != '0 || (pos_inf != '0 && neg_inf != '0);
  assign inf_o      = !nan_o && (pos_inf != '0 || neg_inf != '0);
  assign inf_sign_o = neg_inf != '0;

endmodule
