// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// The parts of ECharts that the pages use; `echarts` in the page.
export { init, use } from 'echarts/core';
import { use } from 'echarts/core';
import { CustomChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent, TooltipComponent } from 'echarts/components';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([CustomChart, ParallelChart, ScatterChart, GridComponent, ParallelComponent, TooltipComponent, CanvasRenderer,
  SVGRenderer]);
