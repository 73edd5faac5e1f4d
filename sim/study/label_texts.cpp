// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "study/label_texts.hpp"

#include "formats/open.hpp"
#include "util/file.hpp"

namespace lmulsim::study {

LabelReport label(const LabelRequest& request, const Progress& progress) {
  const transformer::Model model = formats::load_model(request.model.model);
  const std::vector<quality::Plan> plans = plans_of(request.arithmetics, model.shape.layers);
  quality::check_classifier(model);
  const auto tokenizer = formats::find_tokenizer(request.model.model, request.model.tokenizer, model.shape.vocab);
  const std::string& file = request.examples;
  const auto examples =
      quality::read_examples(util::read_file(file), file, *tokenizer, model.shape.labels, model.shape.max_positions);
  LabelReport report{request.model.model, file};
  report.origin = origin_of(request.model.model, file);
  quality::Labels reference;
  for (const quality::Plan& plan : plans) {
    const quality::Labels labels =
        quality::classify(model, examples, plan, request.threads,
                          begin(progress, plan.name(), static_cast<std::int64_t>(examples.size())));
    if (report.rows.empty()) {
      reference = labels;
    }
    report.rows.push_back({plan.name(), plan.text(), quality::accuracy(examples, labels, reference)});
  }
  return report;
}

}  // namespace lmulsim::study
