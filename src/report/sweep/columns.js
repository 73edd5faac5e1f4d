// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Columns of the table, by keys: 'id', 'class', 'outcome', 'p.' and a parameter's name, 'm.' and a metric's.
'use strict';

function columnOf(key) {
  if (key === 'id') { return { key, title: 'id', text: shortId, order: (point) => point }; }
  if (key === 'class') {
    return { key, title: 'class', text: (point) => sweep.classNames[currentClasses()[point]], order: (point) => currentClasses()[point] };
  }
  if (key === 'outcome') {
    return { key, title: 'outcome', text: (point) => sweep.outcome.values[sweep.outcome.at[point]], order: (point) => sweep.outcome.at[point] };
  }
  const name = key.slice(2);
  const parameter = key.startsWith('p.') ? parameterNamed(name) : undefined;
  if (parameter) {
    return { key, title: name, text: (point) => parameterText(parameter, point), order: (point) => parameter.at[point] };
  }
  const metric = key.startsWith('m.') ? metricNamed(name) : undefined;
  return metric && { key, title: name, metric, isNumber: true, text: (point) => metric.text(point), order: (point) => metric.value[point] };
}

const allColumns = () => ['id', 'class', 'outcome', ...sweep.parameters.map((p) => 'p.' + p.name), ...sweep.metrics.map((m) => 'm.' + m.name)];

const firstColumns = () => ['id', 'class', ...(sweep.outcome.values.length > 1 ? ['outcome'] : []),
  ...telling.map((p) => 'p.' + p.name), ...chosenObjectives().map((o) => 'm.' + o.metric.name)];

const currentColumns = () => (state.columns || firstColumns()).map(columnOf).filter(Boolean);

/// The points shown, in the order chosen; points without the number come last, and equal ones stay in their order.
function sortedPoints() {
  const backwards = state.sort.startsWith('-');
  const column = columnOf(backwards ? state.sort.slice(1) : state.sort);
  if (!column) { return shown; }
  const sign = backwards ? -1 : 1;
  return [...shown].sort((a, b) => {
    const [x, y] = [column.order(a), column.order(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) { return (Number.isNaN(x) ? 1 : 0) - (Number.isNaN(y) ? 1 : 0) || a - b; }
    return sign * (x - y) || a - b;
  });
}
