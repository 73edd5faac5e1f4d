// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Draws the charts of a report's page with Chart.js, from the JSON in #chart-data: a list of
// {id, kind, title, unit, logarithmic, labels, series: [{name, colour, bands: [[low, value, high] or null, ...]}],
// totals: [[low, value, high] or null, ...], axis_end, x_title,
// points: [{name, x: [low, value, high], y: [low, value, high], marked}]}.
'use strict';

// Colours that differ for colour-blind readers too (Okabe and Ito).
const colours = ['#0072b2', '#d55e00', '#999999', '#56b4e9', '#009e73', '#e69f00', '#cc79a7', '#f0e442', '#332288', '#882255'];
const colour = (i) => colours[i % colours.length];
const seriesColour = (s, i) => s.colour || colour(i);

// Text and lines in the colours of the page, light or dark.
const style = getComputedStyle(document.documentElement);
const ink = style.getPropertyValue('--ink').trim() || '#1a1a1a';
Chart.defaults.color = ink;
Chart.defaults.borderColor = style.getPropertyValue('--line').trim() || '#ddd';

// A number with a prefix that fits its unit: energies from pJ to J, areas from um^2 to mm^2.
const steps = {pJ: [[1, 'pJ'], [1e3, 'nJ'], [1e6, 'uJ'], [1e9, 'mJ'], [1e12, 'J']], 'um^2': [[1, 'um^2'], [1e6, 'mm^2']]};
function scaled(value, unit) {
  const list = steps[unit] || [[1, unit]];
  const [size, name] = list.filter((s) => Math.abs(value) >= s[0]).pop() || list[0];
  return Number((value / size).toPrecision(4)) + ' ' + name;
}

// One unit for a whole axis: that of its largest value. [size, name, end of the axis].
function axisUnit(chart) {
  const ends = chart.series.flatMap((s) => s.bands.map((b) => (b ? b[2] : 0))).concat(
    (chart.totals || []).map((b) => (b ? b[2] : 0)), chart.points.map((p) => p.y[2]));
  const end = Math.max(chart.axis_end || 0, ...ends);
  const list = steps[chart.unit] || [[1, chart.unit]];
  const [size, name] = list.filter((s) => end >= s[0]).pop() || list[0];
  return [size, name, end];
}

const bandText = (band, unit) =>
  band[0] === band[2] ? scaled(band[1], unit)
                      : scaled(band[1], unit) + ' (' + scaled(band[0], unit) + ' to ' + scaled(band[2], unit) + ')';

function options(chart, horizontal, stacked) {
  const [size, unit, end] = axisUnit(chart);
  const values = {stacked, beginAtZero: !chart.logarithmic, type: chart.logarithmic ? 'logarithmic' : 'linear', title: {display: unit !== '', text: unit},
                  ticks: {callback: (v) => Number((v / size).toPrecision(4))}};
  if (stacked) { values.suggestedMax = end; }
  const labels = {stacked, ticks: {autoSkip: false}};
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: horizontal ? 'y' : 'x',
    scales: horizontal ? {x: values, y: labels} : {x: labels, y: values},
    plugins: {
      title: {display: true, text: chart.title},
      tooltip: {callbacks: {label: (item) => {
        const series = chart.series[item.dataset.series];
        return series.name + ': ' + bandText(series.bands[item.dataIndex], chart.unit);
      }}},
    },
  };
}

function stackedBars(chart) {
  const datasets = chart.series.map((s, i) => (
    {label: s.name, series: i, backgroundColor: seriesColour(s, i), data: s.bands.map((b) => (b ? b[1] : 0))}));
  const plugins = [{afterDatasetsDraw: (drawn) => (chart.totals || []).forEach((b, i) => {
    if (!b || b[0] === b[2]) { return; }
    const y = drawn.scales.y.getPixelForValue(i);
    const [low, high] = [b[0], b[2]].map((v) => drawn.scales.x.getPixelForValue(v));
    drawBand(drawn, ink, [low, y], [high, y]);
    [low, high].forEach((x) => drawBand(drawn, ink, [x, y - 4], [x, y + 4]));
  })}];
  return {type: 'bar', data: {labels: chart.labels, datasets}, options: options(chart, true, true), plugins};
}

// Error bars are thin floating bars behind a line of points.
function pointsWithBars(chart) {
  const points = chart.series.map((s, i) => (
    {type: 'line', label: s.name, series: i, borderColor: seriesColour(s, i), backgroundColor: seriesColour(s, i), pointRadius: 4,
     spanGaps: true, data: s.bands.map((b) => (b ? b[1] : null))}));
  const bars = chart.series.map((s, i) => (
    {type: 'bar', label: s.name + ', error bar', series: i, backgroundColor: seriesColour(s, i) + '55', grouped: false,
     barThickness: 6, data: s.bands.map((b) => (b ? [b[0], b[2]] : null))}));
  const config = {type: 'bar', data: {labels: chart.labels, datasets: points.concat(bars)},
                  options: options(chart, false, false)};
  config.options.plugins.legend = {labels: {filter: (item, data) => data.datasets[item.datasetIndex].type === 'line'}};
  return config;
}

// Thin lines from the low to the high end of bands, in pixels of the chart's axes.
function drawBand(chart, colours, [x0, y0], [x1, y1]) {
  const ctx = chart.ctx;
  ctx.save();
  ctx.strokeStyle = colours;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.restore();
}

// The axis holds all of these bands' ends.
function hold(axis, bands) {
  const ends = bands.filter((b) => b).flatMap((b) => [b[0], b[2]]).filter(Number.isFinite);
  if (ends.length > 0) {
    axis.suggestedMin = Math.min(...ends);
    axis.suggestedMax = Math.max(...ends);
  }
}

// Bars from 1, the value of no change, with their error bars.
function bars(chart) {
  const bands = chart.series[0].bands;
  const config = {type: 'bar', options: options(chart, true, false), data: {labels: chart.labels, datasets: [
    {label: chart.series[0].name, series: 0, base: 1, backgroundColor: colour(0), data: bands.map((b) => (b ? b[1] : null))}]}};
  config.options.scales.x.beginAtZero = false;
  hold(config.options.scales.x, bands);
  config.options.plugins.legend = {display: false};
  config.plugins = [{afterDatasetsDraw: (drawn) => bands.forEach((b, i) => {
    const y = drawn.scales.y.getPixelForValue(i);
    const x = (v) => drawn.scales.x.getPixelForValue(v);
    if (b) { drawBand(drawn, ink, [x(b[0]), y], [x(b[2]), y]); }
  })}];
  return config;
}

// Named points; full ones are on the Pareto front.
function scatter(chart) {
  const datasets = chart.points.map((p, i) => (
    {label: p.name, pointRadius: 6, borderColor: colour(i), backgroundColor: p.marked ? colour(i) : 'transparent',
     pointStyle: ['circle', 'rect', 'triangle', 'rectRot'][Math.floor(i / colours.length) % 4],
     data: [{x: p.x[1], y: p.y[1]}]}));
  const config = {type: 'scatter', data: {datasets}, options: options(chart, false, false)};
  config.options.scales.x = {type: 'linear', title: {display: true, text: chart.x_title}};
  config.options.scales.y.beginAtZero = false;
  hold(config.options.scales.x, chart.points.map((p) => p.x));
  hold(config.options.scales.y, chart.points.map((p) => p.y));
  config.options.plugins.tooltip.callbacks.label = (item) => {
    const p = chart.points[item.datasetIndex];
    return p.name + ': ' + bandText(p.x, '') + '; ' + bandText(p.y, chart.unit);
  };
  config.plugins = [{beforeDatasetsDraw: (drawn) => chart.points.forEach((p, i) => {
    const x = p.x.map((v) => drawn.scales.x.getPixelForValue(v));
    const y = p.y.map((v) => drawn.scales.y.getPixelForValue(v));
    drawBand(drawn, colour(i), [x[0], y[1]], [x[2], y[1]]);
    drawBand(drawn, colour(i), [x[1], y[0]], [x[1], y[2]]);
  })}];
  return config;
}

const kinds = {'stacked-bars': stackedBars, 'points-with-bars': pointsWithBars, bars, scatter};

for (const chart of JSON.parse(document.getElementById('chart-data').textContent)) {
  const canvas = document.getElementById(chart.id);
  if (chart.kind === 'stacked-bars' || chart.kind === 'bars') {
    const each = chart.kind === 'bars' ? 18 : 34;
    const legend = 22 * Math.ceil(170 * chart.series.length / canvas.parentNode.clientWidth);
    canvas.parentNode.style.height = 110 + legend + each * chart.labels.length + 'px';
  }
  new Chart(canvas, kinds[chart.kind](chart));
}
