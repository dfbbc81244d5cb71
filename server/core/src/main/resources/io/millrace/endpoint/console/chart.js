import uPlot from "./lib/uplot.js";
import { element } from "./element.js";

const COLOURS = ["#0b7fa5", "#d1602e", "#3f8f3f", "#8a5cc2", "#b38600", "#c2407b", "#4b6a88", "#7a7a2a"];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Bars of several series stand side by side at each place of the axis, which are counted from 0. */
function bars(number) {
  if (number === 1) {
    return uPlot.paths.bars({ size: [0.7, 80] });
  }
  const share = 0.8;
  const unit = 2; // of the width of the plot
  const places = (plot) => plot.data[0].length;
  return uPlot.paths.bars({
    disp: {
      x0: { unit, values: (plot, at) => plot.data[0].map((x) => (x + 0.5 - share / 2 + (share * (at - 1)) / number) / places(plot)) },
      size: { unit, values: (plot) => plot.data[0].map(() => share / number / places(plot)) },
    },
  });
}

/**
 * A chart that moves: lines or bars over times, numbers or names.
 *
 * `set` takes the values of the horizontal axis, and for each series its name and its values.
 */
export class Chart {
  constructor(label, height = 260) {
    this.height = height;
    this.root = element("div", { class: "chart", role: "img", "aria-label": label });
    this.plot = null;
    this.form = "";
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.root);
  }

  fit() {
    if (this.plot && this.root.clientWidth > 0) {
      this.plot.setSize({ width: this.root.clientWidth, height: this.height });
    }
  }

  /** @param {{kind: "line"|"bar", time: boolean, labels: string[]|null, stacked: boolean}} look */
  set(x, series, look) {
    this.labels = look.labels;
    const form = JSON.stringify([look.kind, look.time, Boolean(look.labels), series.map((one) => one.name)]);
    const data = [x, ...series.map((one) => one.values)];
    if (form !== this.form || !this.plot) {
      this.form = form;
      this.plot?.destroy();
      this.plot = new uPlot(this.options(series, look), data, this.root);
    } else {
      this.plot.setData(data);
    }
  }

  options(series, look) {
    const text = colour("--text");
    const lines = { stroke: colour("--line"), width: 1 };
    const names = look.labels ? (plot, splits) => splits.map((at) => (Number.isInteger(at) ? this.labels[at] ?? "" : "")) : undefined;
    return {
      width: Math.max(200, this.root.clientWidth),
      height: this.height,
      scales: {
        x: { time: look.time, range: look.kind === "bar" ? (plot, least, most) => [least - 0.5, most + 0.5] : undefined },
        y: { range: look.kind === "bar" ? (plot, least, most) => uPlot.rangeNum(Math.min(0, least), Math.max(0, most), 0.1, true) : undefined },
      },
      axes: [
        { stroke: text, grid: lines, ticks: lines, ...(names ? { values: names, incrs: [1, 2, 5, 10, 20, 50, 100] } : {}) },
        { stroke: text, grid: lines, ticks: lines, size: 70 },
      ],
      series: [
        { label: look.labels ? "" : look.time ? "time" : "x" },
        ...series.map((one, i) => ({
          label: one.name,
          stroke: COLOURS[i % COLOURS.length],
          width: 2,
          fill: look.kind === "bar" ? `${COLOURS[i % COLOURS.length]}b0` : undefined,
          paths: look.kind === "bar" ? bars(series.length) : undefined,
          points: { show: look.kind !== "bar" && undefined },
          spanGaps: true,
        })),
      ],
    };
  }

  destroy() {
    this.watch.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }
}
