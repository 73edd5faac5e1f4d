// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Puts the page together. Without the charts' library the pictures made beforehand stay; all else works.
'use strict';

/// Rows of the front's table follow the filters.
function filterFrontTable() {
  for (const row of document.querySelectorAll('#front-points tbody tr')) { row.hidden = !passing[Number(row.dataset.point)]; }
}

function makeCharts() {
  const front = make('div', { id: 'front-chart', className: 'chart', role: 'img' });
  const legend = make('ul', { id: 'front-legend', className: 'legend' });
  byId('front-tools').after(legend, front);
  byId('front-static').classList.add('replaced');
  const parallel = make('div', { id: 'parallel-chart', className: 'chart', role: 'img',
    'aria-label': 'A line for each point through its parameters and objectives; mark a stretch of an axis to filter. The fields below do the same.' });
  byId('filters-body').append(make('p', { textContent: 'Mark a stretch of an axis: the whole page keeps the points that pass through it. A click beside it takes it away.' }),
    make('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Parallel coordinates' }, parallel));
  byId('filters').hidden = false;
  const charts = { front: new FrontChart(front), parallel: new ParallelChart(parallel) };
  const redraw = () => { charts.front.make(); charts.parallel.make(); };
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  window.addEventListener('resize', () => { charts.front.chart.resize(); charts.parallel.chart.resize(); });
  onChange((what) => {
    if (what.has('axes')) { charts.parallel.make(); }
    if (what.has('filters') && JSON.stringify(charts.parallel.restKey()) !== charts.parallel.drawnRest) { charts.parallel.draw(); }
    if (what.has('filters')) { charts.parallel.show(); }
    if (what.has('filters') || what.has('axes') || what.has('look') || what.has('point')) { charts.front.draw(); }
    if (what.has('filters') || what.has('axes') || what.has('look')) { frontLegend(legend); }
  });
  frontLegend(legend);
  return charts;
}

function begin() {
  readFragment();
  filter();
  frontTools(byId('front-tools'));
  byId('front-tools').hidden = typeof echarts === 'undefined';
  const charts = typeof echarts === 'undefined' ? null : makeCharts();
  const form = make('div', { id: 'filter-form' });
  byId('filters-body').append(form);
  byId('filters').hidden = false;
  drawFilterForm(form);
  byId('points-tools').hidden = false;
  const count = pointsTools(byId('points-tools'));
  const table = new PointsTable(byId('points-static'));
  onChange((what) => {
    if (what.has('filters')) {
      filterFrontTable();
      if (!form.contains(document.activeElement)) { drawFilterForm(form); }
    }
    count();
    if (what.has('filters') || what.has('axes') || what.has('table') || what.has('point')) { table.draw(); }
    if (what.has('point') || what.has('axes')) { drawPoint(byId('point')); }
  });
  window.addEventListener('hashchange', () => {
    readFragment();
    frontTools(byId('front-tools'));
    changed('filters', 'axes', 'look', 'table', 'point');
  });
  filterFrontTable();
  count();
  drawPoint(byId('point'));
  document.documentElement.dataset.ready = Math.round(performance.now());
  return { state, charts, shown: () => shown.map(idOf), classes: () => currentClasses(), changed };
}

/// For the page's tests, and for whoever likes to ask a page questions.
const lmulsimPage = begin();
