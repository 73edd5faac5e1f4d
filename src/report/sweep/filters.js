// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// What the reader has chosen: filters, axes, order, the point looked at. Everything on the page follows it, and it stands
// in the address's fragment.
'use strict';

const first = (name, fallback) => (metricNamed(name) || metricNamed(fallback) || sweep.metrics[0] || { name: '' }).name;

const state = {
  words: new Map(),    // parameter's name -> Set of the places of its values that stay
  ranges: new Map(),   // metric's name -> [[low, high], ...] in the metric's unit
  text: '',
  x: sweep.objectives.length > 0 ? sweep.metrics[sweep.objectives[0].metric].name : first('energy_pj', 'cycles'),
  y: sweep.objectives.length > 1 ? sweep.metrics[sweep.objectives[1].metric].name : first('area_um2', 'time_s'),
  z: sweep.objectives.length > 2 ? sweep.metrics[sweep.objectives[2].metric].name : '',
  colour: '',
  shape: '',
  bars: false,
  logarithmic: true,
  sort: '',            // a column's key, with '-' in front for the other direction
  columns: null,       // keys of the table's columns; null: as the page begins
  point: -1,
  other: -1,
};

const listeners = [];
/// Calls back after every change with the set of names that changed: 'filters', 'axes', 'look', 'table', 'point'.
const onChange = (call) => listeners.push(call);
function changed(...what) {
  const names = new Set(what);
  if (names.has('filters')) { filter(); }
  for (const call of listeners) { call(names); }
  writeFragment();
}

let passing = new Uint8Array(sweep.points).fill(1);
let shown = [];

function textOf(point) {
  return [idOf(point), sweep.classNames[currentClasses()[point]], sweep.outcome.values[sweep.outcome.at[point]],
    ...sweep.parameters.map((p) => p.name + '=' + parameterText(p, point))].join(' ').toLowerCase();
}

/// The points that all filters but those of the columns in `without` let pass: one byte a point.
function passingWithout(without) {
  const out = new Uint8Array(sweep.points).fill(1);
  for (const [name, places] of state.words) {
    if (without.has(name)) { continue; }
    const at = parameterNamed(name).at;
    for (let i = 0; i < out.length; ++i) { out[i] &= places.has(at[i]) ? 1 : 0; }
  }
  for (const [name, intervals] of state.ranges) {
    if (without.has(name)) { continue; }
    const value = metricNamed(name).value;
    for (let i = 0; i < out.length; ++i) {
      out[i] &= intervals.some(([low, high]) => value[i] >= low && value[i] <= high) ? 1 : 0;
    }
  }
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  for (let i = 0; words.length > 0 && i < out.length; ++i) {
    if (out[i]) {
      const text = textOf(i);
      out[i] = words.every((word) => text.includes(word)) ? 1 : 0;
    }
  }
  return out;
}

function filter() {
  passing = passingWithout(new Set());
  shown = [];
  for (let i = 0; i < passing.length; ++i) { if (passing[i]) { shown.push(i); } }
}

const hasFilters = () => state.words.size > 0 || state.ranges.size > 0 || state.text !== '';
function clearFilters() {
  state.words.clear();
  state.ranges.clear();
  state.text = '';
  changed('filters');
}

/// Only these values of a parameter; all of them or none is no filter.
function setWords(name, places) {
  if (places.size === 0 || places.size === parameterNamed(name).values.length) { state.words.delete(name); } else { state.words.set(name, places); }
}
function setRanges(name, intervals) {
  if (intervals.length === 0) { state.ranges.delete(name); } else { state.ranges.set(name, intervals); }
}

const plain = [['x', 'axes'], ['y', 'axes'], ['z', 'axes'], ['colour', 'look'], ['shape', 'look'], ['sort', 'table']];
const beginning = Object.fromEntries(plain.map(([name]) => [name, state[name]]));

function writeFragment() {
  const out = new URLSearchParams();
  for (const [name] of plain) { if (state[name] !== beginning[name]) { out.set(name, state[name]); } }
  if (state.bars) { out.set('bars', '1'); }
  if (!state.logarithmic) { out.set('log', '0'); }
  if (state.text) { out.set('text', state.text); }
  if (state.columns) { out.set('columns', state.columns.join(',')); }
  for (const [name, places] of state.words) { for (const place of places) { if (place >= 0) out.append('is.' + name, parameterNamed(name).values[place]); } }
  for (const [name, intervals] of state.ranges) { for (const [low, high] of intervals) { out.append('in.' + name, low + '..' + high); } }
  if (state.point >= 0) { out.set('point', shortId(state.point)); }
  if (state.other >= 0) { out.set('with', shortId(state.other)); }
  const text = out.toString();
  history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
}

/// What a fragment does not understand is passed over: it may be of another edition of the page.
function readFragment() {
  const names = new Set(sweep.metrics.map((m) => m.name));
  const params = new URLSearchParams(location.hash.slice(1));
  state.words.clear();
  state.ranges.clear();
  for (const [key, value] of params) {
    if (['x', 'y', 'z'].includes(key) && (names.has(value) || (key === 'z' && value === ''))) { state[key] = value; }
    if (['colour', 'shape'].includes(key) && (value === '' || parameterNamed(value))) { state[key] = value; }
    if (key.startsWith('is.') && parameterNamed(key.slice(3))) {
      const place = parameterNamed(key.slice(3)).values.indexOf(value);
      if (place >= 0) { state.words.set(key.slice(3), (state.words.get(key.slice(3)) || new Set()).add(place)); }
    }
    const ends = value.split('..').map(Number);
    if (key.startsWith('in.') && names.has(key.slice(3)) && ends.length === 2 && !ends.some(Number.isNaN)) {
      state.ranges.set(key.slice(3), [...(state.ranges.get(key.slice(3)) || []), ends]);
    }
  }
  state.text = params.get('text') || '';
  state.bars = params.get('bars') === '1';
  state.logarithmic = params.get('log') !== '0';
  state.sort = params.get('sort') || '';
  state.columns = params.has('columns') ? params.get('columns').split(',') : null;
  state.point = pointWithId(params.get('point') || '');
  state.other = pointWithId(params.get('with') || '');
}

/// The metrics that are weighed, each once.
function chosenObjectives() {
  const direction = (metric) => {
    const known = sweep.objectives.find((o) => sweep.metrics[o.metric] === metric);
    return known ? known.maximise : metric.maximise;
  };
  return [...new Set([state.x, state.y, state.z])].filter((name) => metricNamed(name)).map((name) => (
    { metric: metricNamed(name), maximise: direction(metricNamed(name)) }));
}

let classesKey = '';
let classes = sweep.classes;
function currentClasses() {
  const key = [state.x, state.y, state.z].join(' ');
  if (key !== classesKey) {
    classesKey = key;
    classes = classesBy(chosenObjectives());
  }
  return classes;
}
