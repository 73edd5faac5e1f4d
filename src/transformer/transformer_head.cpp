// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "transformer/transformer_head.hpp"

namespace lmulsim::transformer {

namespace {

struct HeadBuilder {
  graph::GraphBuilder& graph;
  const Transformer& model;
  const RunSizes& run;
  bool tied;

  /// Logits of the vocabulary for `rows` tokens of the token table's width.
  [[nodiscard]] int logits(std::int64_t rows, bool bias, int at) const {
    const std::int64_t width = model.token_width();
    at = graph.linear("lm_head", {rows, model.vocab, width}, bias, {at});
    graph.add_parameters(tied ? -model.vocab * width : 0);
    return model.logit_cap ? graph.other("logit_cap", graph::OperatorKind::soft_cap, rows * model.vocab, 0, {at}) : at;
  }

  /// What labels are made from.
  [[nodiscard]] std::int64_t out_width() const { return model.narrow_tables ? model.hidden : model.token_width(); }

  /// The way from the hidden size back to the token table's, which is part of the network below any head.
  [[nodiscard]] int project_out(std::int64_t rows, int at) const {
    const std::int64_t width = out_width();
    return width == model.hidden ? at : graph.linear("project_out", {rows, width, model.hidden}, false, {at});
  }

  void labels(std::int64_t rows, bool bias, int at) const {
    graph.linear("classifier", {rows, model.labels, out_width()}, bias, {at});
  }

  void pooler(int at) const {
    const std::int64_t elements = run.batch * model.hidden;
    at = graph.linear("pooler", {run.batch, model.hidden, model.hidden}, true, {at});
    at = model.pooler_relu ? graph.other("pooler_relu", graph::OperatorKind::elementwise, elements, 0, {at})
                           : graph.other("pooler_tanh", graph::OperatorKind::tanh, elements, 0, {at});
    if (model.labels > 0) {
      labels(run.batch, true, at);
    }
  }

  void masked_language(int at) const {
    const std::int64_t width = model.token_width();
    at = graph.linear("head_dense", {run.tokens(), width, model.hidden}, true, {at});
    at = graph.other("head_gelu", graph::OperatorKind::gelu, run.tokens() * width, 0, {at});
    at = add_norm(graph, model, "head_norm", run.tokens(), width, at);
    (void)logits(run.tokens(), true, at);
  }
};

}  // namespace

void add_head(graph::GraphBuilder& graph, const Transformer& model, const RunSizes& run, bool tied, int at) {
  if (model.final_norm) {
    at = add_norm(graph, model, "final_norm", run.tokens(), at);
  }
  const HeadBuilder head{graph, model, run, tied};
  switch (model.head) {
    case Head::none:
      (void)head.project_out(run.tokens(), at);
      return;
    case Head::language:
      (void)head.logits(run.batch, model.linear.head_bias, head.project_out(run.batch, at));
      return;
    case Head::classifier:
      return head.labels(run.batch, true, at);
    case Head::pooler:
      return head.pooler(at);
    case Head::masked_language:
      return head.masked_language(at);
    case Head::sequence_labels:
      return head.labels(run.batch, false, head.project_out(run.batch, at));
    case Head::token_labels:
      return head.labels(run.tokens(), true, head.project_out(run.tokens(), at));
  }
}

}  // namespace lmulsim::transformer
