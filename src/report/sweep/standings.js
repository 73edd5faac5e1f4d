// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Classes of points by other objectives than the sweep's, as `lmulsim pareto` gives them.
'use strict';

/// Places of the points that no other is as good as in everything and better than in something, smaller being better;
/// `beaten(i)` is told of the others. `keys` has one array of numbers an objective.
function frontOf(points, keys, beaten) {
  const beats = (a, b) => {
    let better = false;
    for (const key of keys) {
      if (key[a] > key[b]) { return false; }
      better = better || key[a] < key[b];
    }
    return better;
  };
  const order = [...points].sort((a, b) => {
    for (const key of keys) {
      if (key[a] !== key[b]) { return key[a] - key[b]; }
    }
    return 0;
  });
  const front = [];
  for (const i of order) {
    if (front.some((f) => beats(f, i))) { beaten(i); } else { front.push(i); }
  }
  return front;
}

/// One class a point. Points that a limit excludes, or that lack an objective, keep out of it.
function classesBy(objectives) {
  const same = objectives.length === sweep.objectives.length && objectives.every((o) =>
    sweep.objectives.some((s) => sweep.metrics[s.metric] === o.metric && s.maximise === o.maximise));
  if (same) { return sweep.classes; }
  const out = new Uint8Array(sweep.classes);
  const judged = [];
  for (let i = 0; i < sweep.points; ++i) {
    if (out[i] === CLASS.beyond || out[i] === CLASS.notRun) { continue; }
    out[i] = objectives.every((o) => o.metric.has(i)) ? CLASS.front : CLASS.unjudged;
    if (out[i] === CLASS.front) { judged.push(i); }
  }
  const end = (which) => objectives.map((o) => {
    const key = new Float64Array(sweep.points);
    for (const i of judged) { key[i] = which(o, i); }
    return key;
  });
  const value = end((o, i) => (o.maximise ? -o.metric.value[i] : o.metric.value[i]));
  const worst = end((o, i) => (o.maximise ? -o.metric.low(i) : o.metric.high(i)));
  const best = end((o, i) => (o.maximise ? -o.metric.high(i) : o.metric.low(i)));
  const beaten = [];
  frontOf(judged, value, (i) => beaten.push(i));
  const sure = frontOf(judged, worst, () => {});
  const surelyBeats = (a, b) => {
    let better = false;
    for (let k = 0; k < objectives.length; ++k) {
      if (worst[k][a] > best[k][b]) { return false; }
      better = better || worst[k][a] < best[k][b];
    }
    return better;
  };
  for (const i of beaten) { out[i] = sure.some((f) => surelyBeats(f, i)) ? CLASS.dominated : CLASS.possible; }
  return out;
}
