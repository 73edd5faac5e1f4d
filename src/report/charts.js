// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Draws the charts of a report's page with Chart.js, from the JSON in #chart-data: a list of
// {id, kind, title, unit, labels, series: [{name, bands: [[low, value, high] or null, ...]}]}.
'use strict';

// Colours that differ for colour-blind readers too (Okabe and Ito).
const colours = ['#0072b2', '#d55e00', '#999999', '#56b4e9', '#009e73', '#e69f00', '#cc79a7', '#f0e442', '#332288', '#882255'];
const colour = (i) => colours[i % colours.length];

// A number with a prefix that fits its unit: energies from pJ to J, areas from um^2 to mm^2.
const steps = {pJ: [[1, 'pJ'], [1e3, 'nJ'], [1e6, 'uJ'], [1e9, 'mJ'], [1e12, 'J']], 'um^2': [[1, 'um^2'], [1e6, 'mm^2']]};
function scaled(value, unit) {
  const list = steps[unit] || [[1, unit]];
  const [size, name] = list.filter((s) => Math.abs(value) >= s[0]).pop() || list[0];
  return Number((value / size).toPrecision(4)) + ' ' + name;
}

const bandText = (band, unit) =>
  band[0] === band[2] ? scaled(band[1], unit)
                      : scaled(band[1], unit) + ' (' + scaled(band[0], unit) + ' to ' + scaled(band[2], unit) + ')';

function options(chart, horizontal, stacked) {
  const values = {stacked, beginAtZero: true, title: {display: chart.unit !== '', text: chart.unit},
                  ticks: {callback: (v) => scaled(v, chart.unit)}};
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
    {label: s.name, series: i, backgroundColor: colour(i), data: s.bands.map((b) => (b ? b[1] : 0))}));
  return {type: 'bar', data: {labels: chart.labels, datasets}, options: options(chart, true, true)};
}

// Error bars are thin floating bars behind a line of points.
function pointsWithBars(chart) {
  const points = chart.series.map((s, i) => (
    {type: 'line', label: s.name, series: i, borderColor: colour(i), backgroundColor: colour(i), pointRadius: 4,
     spanGaps: true, data: s.bands.map((b) => (b ? b[1] : null))}));
  const bars = chart.series.map((s, i) => (
    {type: 'bar', label: s.name + ', error bar', series: i, backgroundColor: colour(i) + '55', grouped: false,
     barThickness: 6, data: s.bands.map((b) => (b ? [b[0], b[2]] : null))}));
  const config = {type: 'bar', data: {labels: chart.labels, datasets: points.concat(bars)},
                  options: options(chart, false, false)};
  config.options.plugins.legend = {labels: {filter: (item, data) => data.datasets[item.datasetIndex].type === 'line'}};
  return config;
}

const kinds = {'stacked-bars': stackedBars, 'points-with-bars': pointsWithBars};

for (const chart of JSON.parse(document.getElementById('chart-data').textContent)) {
  const canvas = document.getElementById(chart.id);
  if (chart.kind === 'stacked-bars') {
    canvas.parentNode.style.height = 130 + 34 * chart.labels.length + 'px';
  }
  new Chart(canvas, kinds[chart.kind](chart));
}
