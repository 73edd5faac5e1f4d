// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The page's numbers, read from #sweep-data (README.md has the format). A point is its place, 0 to points - 1.
'use strict';

const byId = (id) => document.getElementById(id);

/// An element with properties and children; texts become text, never markup.
function make(tag, properties = {}, ...children) {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in out && name !== 'list') { out[name] = value; } else { out.setAttribute(name, value); }
  }
  out.append(...children);
  return out;
}

function bytesOf(text) {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; ++i) { out[i] = raw.charCodeAt(i); }
  return out;
}

/// Indices of one, two or four bytes, by how many values there are; all 0 where there is one value.
function indicesOf(text, count, points) {
  if (text === '') { return new Uint8Array(points); }
  const bytes = bytesOf(text);
  return count <= 256 ? bytes : count <= 65536 ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}

function numbersOf(metric, points) {
  const values = new Float64Array(bytesOf(metric.values).buffer);
  if (metric.at === null) { return values; }
  const at = indicesOf(metric.at, values.length, points);
  const out = new Float64Array(points);
  for (let i = 0; i < points; ++i) { out[i] = values[at[i]]; }
  return out;
}

const data = JSON.parse(byId('sweep-data').textContent);

/// Ends of error bars are kept as shares of the larger number, rounded outwards.
class Metric {
  constructor(raw, points) {
    Object.assign(this, { name: raw.name, unit: raw.unit, about: raw.about, maximise: raw.more_is_better });
    this.value = numbersOf(raw, points);
    this.lows = raw.low === null ? null : new Uint16Array(bytesOf(raw.low).buffer);
    this.highs = raw.high === null ? null : new Uint16Array(bytesOf(raw.high).buffer);
    this.steps = data.units[raw.unit] || [[1, raw.unit]];
  }
  has(point) { return !Number.isNaN(this.value[point]); }
  low(point) {
    const value = this.value[point];
    return this.lows === null || this.lows[point] === 65535 ? value : value * this.lows[point] / 65535;
  }
  high(point) {
    const value = this.value[point];
    return this.highs === null || this.highs[point] === 65535 || this.highs[point] === 0 ? value : value * 65535 / this.highs[point];
  }
  /// [size, name] of the largest unit not above the value.
  unitOf(value) { return this.steps.filter(([size]) => Math.abs(value) >= size).pop() || this.steps[0]; }
  text(point) {
    if (!this.has(point)) { return '–'; }
    const value = this.value[point];
    const [size, unit] = this.unitOf(value);
    const ends = [this.low(point), this.high(point)];
    const band = ends.every((end) => digits(end) === digits(value)) ? '' :
      ` (${digits(ends[0] / size)} to ${digits(ends[1] / size)})`;
    return digits(value / size) + band + (unit ? ' ' + unit : '');
  }
}

/// Four significant digits; whole numbers below a million as they are.
function digits(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) { return String(value); }
  const rounded = Number(value.toPrecision(4));
  return Math.abs(rounded) >= 1e6 || (rounded !== 0 && Math.abs(rounded) < 1e-4) ? rounded.toExponential() : String(rounded);
}

const sweep = {
  points: data.points,
  ids: bytesOf(data.ids),
  classes: indicesOf(data.classes, data.class_names.length, data.points),
  classNames: data.class_names,
  outcome: { values: data.outcome.values, at: indicesOf(data.outcome.at, data.outcome.values.length, data.points) },
  parameters: data.parameters.map((p) => (
    { name: p.name, values: p.values, at: indicesOf(p.at, p.values.length, data.points) })),
  metrics: data.metrics.map((m) => new Metric(m, data.points)),
  objectives: data.objectives,
};
const CLASS = { front: 0, possible: 1, dominated: 2, beyond: 3, unjudged: 4, notRun: 5 };
const telling = data.telling.map((i) => sweep.parameters[i]);

function idOf(point) {
  let out = '';
  for (let i = 16 * point; i < 16 * (point + 1); ++i) { out += sweep.ids[i].toString(16).padStart(2, '0'); }
  return out;
}
const shortId = (point) => idOf(point).slice(0, 8);
const parameterText = (parameter, point) => parameter.values[parameter.at[point]];
const metricNamed = (name) => sweep.metrics.find((m) => m.name === name);
const parameterNamed = (name) => sweep.parameters.find((p) => p.name === name);

function pointWithId(text) {
  for (let i = 0; i < sweep.points && text !== ''; ++i) {
    if (idOf(i).startsWith(text)) { return i; }
  }
  return -1;
}
