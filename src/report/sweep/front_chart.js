// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Points by two metrics, with error bars and classes; and the choice of metrics, colours and shapes.
'use strict';

// Colours that differ for colour-blind readers too (Okabe and Ito); more values than these get a scale.
const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#882255', '#8a8a8a', '#332288', '#b8860b'];
const scale = ['#440154', '#414487', '#2a788e', '#22a884', '#7ad151', '#fde725'];
const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect'];
const classLooks = [
  { name: 'front', symbol: 'circle', size: 11 },
  { name: 'possible', symbol: 'diamond', size: 9 },
  { name: 'dominated', symbol: 'circle', size: 4 },
  { name: 'beyond', symbol: 'emptyCircle', size: 7 },
];

const pageColour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

/// The colour of a parameter's value at its place among `count`.
function colourAt(place, count) {
  if (count <= palette.length) { return palette[place]; }
  const at = place / (count - 1) * (scale.length - 1);
  const [low, high] = [scale[Math.floor(at)], scale[Math.ceil(at)]];
  const mix = (k) => Math.round(parseInt(low.slice(k, k + 2), 16) * (1 - at % 1) + parseInt(high.slice(k, k + 2), 16) * (at % 1));
  return `rgb(${mix(1)},${mix(3)},${mix(5)})`;
}

class FrontChart {
  constructor(box) {
    this.box = box;
    this.make();
  }

  make() {
    if (this.chart) { this.chart.dispose(); }
    this.chart = echarts.init(this.box, null, { renderer: 'canvas' });
    this.chart.on('click', (event) => {
      if (event.data && event.data.length > 2) {
        state.point = event.data[2];
        changed('point');
      }
    });
    this.draw();
  }

  axis(metric, range) {
    const isLog = state.logarithmic && range[0] > 0 && range[1] / range[0] > 30;
    const room = isLog ? (range[1] / range[0]) ** 0.03 : 0.03 * (range[1] - range[0]) || Math.abs(range[1]) / 2 || 1;
    const ends = isLog ? { min: range[0] / room, max: range[1] * room } : { min: range[0] - room, max: range[1] + room };
    const [size, unit] = metric.unitOf(range[1]);
    const better = (chosenObjectives().find((o) => o.metric === metric) || metric).maximise ? 'more' : 'less';
    const ink = pageColour('ink');
    return {
      type: isLog ? 'log' : 'value', ...ends, name: `${metric.name}${unit ? ', ' + unit : ''} (${better} is better)`,
      nameTextStyle: { color: ink }, axisLine: { lineStyle: { color: ink } }, splitLine: { lineStyle: { color: pageColour('line') } },
      axisLabel: { color: ink, formatter: (v) => digits(v / size), hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    };
  }

  /// Holds the values, and the error bars that are drawn full.
  range(metric, points) {
    let [low, high] = [Infinity, -Infinity];
    for (const i of points) {
      const isFull = currentClasses()[i] === CLASS.front || i === state.point;
      low = Math.min(low, isFull ? metric.low(i) : metric.value[i]);
      high = Math.max(high, isFull ? metric.high(i) : metric.value[i]);
    }
    return low <= high ? [low, high] : [0, 1];
  }

  draw() {
    const [x, y] = [metricNamed(state.x), metricNamed(state.y)];
    if (!x || !y) { return; }
    const standing = currentClasses();
    const drawn = shown.filter((i) => x.has(i) && y.has(i) && standing[i] <= CLASS.beyond);
    const colour = parameterNamed(state.colour);
    const shape = parameterNamed(state.shape);
    const style = (look) => (colour ? { color: (p) => colourAt(colour.at[p.data[2]], colour.values.length) } : { color: pageColour(look.name) });
    const series = [2, 3, 1, 0].map((c) => ({
      id: classLooks[c].name, name: sweep.classNames[c], type: 'scatter', z: 6 - c, large: false, animation: false,
      symbolSize: classLooks[c].size, itemStyle: style(classLooks[c]),
      symbol: shape ? (value) => symbols[shape.at[value[2]] % symbols.length] : classLooks[c].symbol,
      data: drawn.filter((i) => standing[i] === c).map((i) => [x.value[i], y.value[i], i]),
    }));
    const barred = drawn.filter((i) => standing[i] === CLASS.front || state.bars || i === state.point);
    series.push(this.bars('bars', barred.map((i) => [x.value[i], y.value[i], i]), x, y));
    const chosen = [state.point, state.other].filter((i) => i >= 0 && x.has(i) && y.has(i));
    series.push({ id: 'chosen', type: 'scatter', z: 9, silent: true, animation: false, symbol: 'emptyCircle', symbolSize: 19,
      itemStyle: { color: pageColour('ink'), borderWidth: 2 }, data: chosen.map((i) => [x.value[i], y.value[i]]) });
    const axes = { xAxis: { ...this.axis(x, this.range(x, drawn)), nameLocation: 'middle', nameGap: 28 }, yAxis: this.axis(y, this.range(y, drawn)) };
    axes.yAxis.nameTextStyle.align = 'left';
    this.chart.setOption({
      animation: false, ...axes, series,
      grid: { left: 12, right: 24, top: 36, bottom: 40, containLabel: true },
      tooltip: { renderMode: 'richText', confine: true, formatter: (p) => (p.data.length > 2 ? this.hint(p.data[2], x, y) : '') },
    }, { notMerge: true });
    this.box.setAttribute('aria-label', this.finding(x, y, drawn, standing));
  }

  hint(point, x, y) {
    return [shortId(point) + ', ' + sweep.classNames[currentClasses()[point]], ...telling.map((p) => `${p.name}: ${parameterText(p, point)}`),
      ...[...new Set([x, y])].map((m) => `${m.name}: ${m.text(point)}`)].join('\n');
  }

  /// Error bars of both metrics; those that only the reader asked for are faint.
  bars(id, points, x, y) {
    const standing = currentClasses();
    return {
      id, type: 'custom', z: 1, silent: true, clip: true, animation: false, data: points,
      renderItem: (params, api) => {
        const point = api.value(2);
        const isFaint = standing[point] !== CLASS.front && point !== state.point;
        const at = (px, py) => api.coord([px, py]);
        const [cx, cy] = [api.value(0), api.value(1)];
        const [left, right, low, high] = [at(x.low(point), cy), at(x.high(point), cy), at(cx, y.low(point)), at(cx, y.high(point))];
        const line = (a, b) => ({ type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] },
          style: { stroke: pageColour('ink'), lineWidth: 1, opacity: isFaint ? 0.18 : 0.6 } });
        return { type: 'group', children: [line(left, right), line(low, high)] };
      },
    };
  }

  finding(x, y, drawn, standing) {
    const front = drawn.filter((i) => standing[i] === CLASS.front);
    const ends = (m) => {
      const sorted = [...front].sort((a, b) => m.value[a] - m.value[b]);
      return front.length === 0 ? '' : `, ${m.name} from ${m.text(sorted[0])} to ${m.text(sorted[sorted.length - 1])}`;
    };
    return `Front of ${front.length} of ${drawn.length} points shown${ends(x)}${ends(y)}. The table below has the same numbers.`;
  }
}

/// A menu of names; '' is none.
function menu(label, names, value, choose) {
  const select = make('select', {}, ...names.map((name) => make('option', { value: name, textContent: name || '–', selected: name === value })));
  select.addEventListener('change', () => choose(select.value));
  return make('label', {}, label + ' ', select);
}

function checkbox(label, value, choose) {
  const box = make('input', { type: 'checkbox', checked: value });
  box.addEventListener('change', () => choose(box.checked));
  return make('label', {}, box, ' ' + label);
}

function frontTools(box) {
  const metrics = sweep.metrics.map((m) => m.name);
  const parameters = ['', ...telling.map((p) => p.name)];
  const axis = (name, names) => menu(name, names, state[name], (value) => { state[name] = value; changed('axes'); });
  const look = (name) => menu(name, parameters, state[name], (value) => { state[name] = value; changed('look'); });
  box.replaceChildren(make('div', { className: 'tools' }, axis('x', metrics), axis('y', metrics), make('span', {}, axis('z', ['', ...metrics])),
    look('colour'), look('shape'),
    checkbox('all error bars', state.bars, (value) => { state.bars = value; changed('look'); }),
    checkbox('logarithmic', state.logarithmic, (value) => { state.logarithmic = value; changed('look'); })));
}

/// What colours and shapes mean.
function frontLegend(box) {
  const mark = (colour, text) => {
    const out = make('span', { className: 'swatch' });
    out.style.backgroundColor = colour;
    return make('li', {}, out, ' ' + text);
  };
  const counts = [0, 1, 2, 3].map((c) => shown.filter((i) => currentClasses()[i] === c).length);
  const signs = ['●', '◆', '•', '○'];
  const colour = parameterNamed(state.colour);
  const shape = parameterNamed(state.shape);
  const items = counts.map((count, c) => make('li', {}, make('span', { className: 'sign ' + classLooks[c].name, textContent: signs[c] }), ` ${sweep.classNames[c]}: ${count}`));
  if (colour) { items.push(...colour.values.map((value, i) => mark(colourAt(i, colour.values.length), `${colour.name} ${value}`))); }
  if (shape) { items.push(...shape.values.map((value, i) => make('li', {}, `${symbols[i % symbols.length]}: ${shape.name} ${value}`))); }
  box.replaceChildren(...items);
}
