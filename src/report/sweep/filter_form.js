// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The same filters as fields, for the keyboard and for exact numbers.
'use strict';

const kMostBoxes = 40;

function wordsField(parameter) {
  const chosen = state.words.get(parameter.name);
  const boxes = parameter.values.map((value, place) => checkbox(value, chosen ? chosen.has(place) : true, () => {
    const places = new Set();
    boxes.forEach((label, at) => { if (label.firstChild.checked) { places.add(at); } });
    setWords(parameter.name, places);
    changed('filters');
  }));
  return make('fieldset', {}, make('legend', { textContent: parameter.name }), ...boxes);
}

function rangeField(metric) {
  const chosen = state.ranges.get(metric.name);
  const field = (label, value) => {
    const input = make('input', { type: 'number', step: 'any', value: value === undefined || !Number.isFinite(value) ? '' : String(value) });
    input.addEventListener('change', read);
    return make('label', {}, label + ' ', input);
  };
  const read = () => {
    const [low, high] = [lowField, highField].map((f) => f.lastChild.value);
    setRanges(metric.name, low === '' && high === '' ? [] : [[low === '' ? -Infinity : Number(low), high === '' ? Infinity : Number(high)]]);
    changed('filters');
  };
  const lowField = field('at least', chosen && chosen[0][0]);
  const highField = field('at most', chosen && chosen[chosen.length - 1][1]);
  return make('fieldset', {}, make('legend', { textContent: metric.name + (metric.unit ? ', ' + metric.unit : '') }), lowField, highField,
    ...(chosen && chosen.length > 1 ? [make('span', { textContent: `${chosen.length} stretches` })] : []));
}

function drawFilterForm(box) {
  const isOpen = box.firstChild ? box.firstChild.open : false;
  const fields = [...telling.filter((p) => p.values.length <= kMostBoxes).map(wordsField), ...sweep.metrics.map(rangeField)];
  const details = make('details', { open: isOpen }, make('summary', { textContent: 'Filters as fields' }), make('div', { className: 'fields' }, ...fields));
  box.replaceChildren(details);
}
