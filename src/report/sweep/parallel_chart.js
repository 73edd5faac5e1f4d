// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// A line a point through parameters and metrics. A stretch marked on an axis is a filter of the whole page.
'use strict';

const kMostLines = 100000;

class ParallelChart {
  constructor(box) {
    this.box = box;
    this.make();
  }

  make() {
    if (this.chart) { this.chart.dispose(); }
    this.dimensions = [...telling.map((p) => ({ parameter: p, name: p.name })),
      ...chosenObjectives().map((o) => ({ metric: o.metric, name: o.metric.name }))];
    this.chart = echarts.init(this.box, null, { renderer: 'canvas' });
    this.chart.on('axisareaselected', (event) => this.brushed(event));
    this.draw();
    this.show();
  }

  axis(dimension, dim) {
    const ink = pageColour('ink');
    const spacing = this.box.clientWidth / this.dimensions.length;
    const label = { color: ink, fontSize: 10, textBorderColor: pageColour('page'), textBorderWidth: 3 };
    const common = { dim, name: dimension.name, id: 'axis' + dim, realtime: sweep.points <= 2000, areaSelectStyle: { width: 18 },
      nameTextStyle: { color: ink, fontSize: 11 }, nameLocation: 'end', axisLine: { lineStyle: { color: ink } }, axisTick: { lineStyle: { color: ink } },
      nameTruncate: { maxWidth: Math.max(60, spacing - 8), ellipsis: '…' } };
    if (dimension.parameter) {
      const values = dimension.parameter.values;
      const step = Math.ceil(values.length / 14);
      const customValues = [...values.keys()].filter((place) => place % step === 0);
      return { ...common, type: 'value', min: -0.5, max: values.length - 0.5, axisTick: { ...common.axisTick, customValues },
        axisLabel: { ...label, width: spacing - 20, overflow: 'truncate', customValues, formatter: (v) => values[v] || '' } };
    }
    let end = 0;
    for (const v of dimension.metric.value) { if (v > end) { end = v; } }
    const [size, unit] = dimension.metric.unitOf(end);
    return { ...common, name: unit ? `${dimension.name}, ${unit}` : dimension.name, type: 'value', scale: true,
      axisLabel: { ...label, formatter: (v) => digits(v / size) } };
  }

  /// Every point that has all metrics and that no filter without an axis here takes away: axes dim the others themselves.
  lines() {
    const rest = passingWithout(new Set(this.dimensions.map((d) => d.name)));
    const out = [];
    for (let i = 0; i < sweep.points && out.length < kMostLines; ++i) {
      if (rest[i] && this.dimensions.every((d) => !d.metric || d.metric.has(i))) {
        out.push(this.dimensions.map((d) => (d.parameter ? d.parameter.at[i] : d.metric.value[i])));
      }
    }
    return out;
  }

  draw() {
    const lines = this.lines();
    this.chart.setOption({
      animation: false,
      parallel: { left: 40, right: 60, top: 40, bottom: 24, axisExpandable: false, parallelAxisDefault: { inverse: false } },
      parallelAxis: this.dimensions.map((d, i) => this.axis(d, i)),
      series: [{ id: 'points', type: 'parallel', animation: false, smooth: false, progressive: 1000, inactiveOpacity: 0.02, activeOpacity: 0.6,
        lineStyle: { width: 1, color: pageColour('front'), opacity: Math.max(0.06, Math.min(0.5, 200 / lines.length)) }, data: lines }],
    }, { notMerge: true });
    this.intervals = this.dimensions.map(() => []);
    this.drawnRest = JSON.stringify(this.restKey());
  }

  /// The filters that have no axis here.
  restKey() {
    const has = new Set(this.dimensions.map((d) => d.name));
    return [state.text, [...state.words].filter(([name]) => !has.has(name)).map(([name, places]) => [name, [...places]]),
      [...state.ranges].filter(([name]) => !has.has(name))];
  }

  brushed(event) {
    if (this.isShowing) { return; }
    const list = event.batch || [event];
    for (const one of list) {
      const dim = Number(String(one.parallelAxisId).replace('axis', ''));
      const dimension = this.dimensions[dim];
      if (!dimension) { continue; }
      const intervals = (one.intervals || []).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
      this.intervals[dim] = intervals;
      if (dimension.metric) { setRanges(dimension.name, intervals); } else {
        const places = new Set(dimension.parameter.values.keys());
        for (const place of [...places]) { if (!intervals.some(([a, b]) => place >= a && place <= b)) { places.delete(place); } }
        if (intervals.length > 0 && places.size === 0) { places.add(-1); }  // between two values: nothing stays
        setWords(dimension.name, places);
      }
    }
    this.isBrushing = true;  // its own marks are where the reader draws them
    changed('filters');
    this.isBrushing = false;
  }

  /// Stretches without an end on one side, as fields give them, end with the values that there are.
  withinAxis(metric, intervals) {
    let [low, high] = [Infinity, -Infinity];
    for (const v of metric.value) { [low, high] = [v < low ? v : low, v > high ? v : high]; }
    return intervals.map(([a, b]) => [Math.max(a, low), Math.min(b, high)]);
  }

  /// Marks the page's filters on the axes; filters set elsewhere among them.
  show() {
    if (this.isBrushing) { return; }
    const before = this.intervals;
    this.isShowing = true;
    this.intervals = [];
    this.dimensions.forEach((dimension, dim) => {
      let intervals = [];
      if (dimension.metric) { intervals = this.withinAxis(dimension.metric, state.ranges.get(dimension.name) || []); }
      const places = dimension.parameter && state.words.get(dimension.name);
      if (places) {
        for (const place of [...places].filter((p) => p >= 0).sort((a, b) => a - b)) {
          const last = intervals[intervals.length - 1];
          if (last && place - last[1] < 1) { last[1] = place + 0.4; } else { intervals.push([place - 0.4, place + 0.4]); }
        }
      }
      this.intervals[dim] = intervals;
    });
    const others = [...this.dimensions.keys()].filter((dim) => JSON.stringify(this.intervals[dim]) !== JSON.stringify(before[dim]));
    // An axis draws its own mark anew only when another one's is set; each time every line is drawn again.
    if (others.length > 0) { others.push(others[0] === 0 ? this.dimensions.length - 1 : 0); }
    for (const dim of others) {
      this.chart.dispatchAction({ type: 'axisAreaSelect', parallelAxisId: 'axis' + dim, intervals: this.intervals[dim] });
    }
    this.isShowing = false;
  }
}
