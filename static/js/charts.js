// Draws the charts of a page from the JSON beside them; the table below each says the same in words.

const INK = "#20262e";
const SOFT = "#5b6570";
const STEEL = "#4b6b8c";
const RED = "#9b1c1f";

function frame(chart) {
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK },
    aria: { enabled: true, label: { description: chart.description } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true },
    grid: { left: 8, right: 12, top: 24, bottom: 4, containLabel: true },
  };
}

function bars(chart) {
  return {
    ...frame(chart),
    xAxis: { type: "category", data: chart.labels, axisLabel: { color: SOFT }, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: { color: SOFT }, splitLine: { lineStyle: { color: "#e6e9ec" } } },
    series: chart.series.map((series) => ({
      type: "bar",
      name: series.name,
      data: series.values,
      barMaxWidth: 46,
      itemStyle: { color: STEEL },
      label: { show: true, position: "top", color: INK },
    })),
  };
}

function line(chart) {
  return {
    ...frame(chart),
    xAxis: { type: "category", data: chart.labels, axisLabel: { color: SOFT }, axisTick: { show: false } },
    yAxis: { type: "value", scale: true, axisLabel: { color: SOFT }, splitLine: { lineStyle: { color: "#e6e9ec" } } },
    series: chart.series.map((series) => ({
      type: "line",
      name: series.name,
      data: series.values,
      connectNulls: false,
      symbolSize: 7,
      lineStyle: { color: RED, width: 2 },
      itemStyle: { color: RED },
      label: { show: true, position: "top", color: INK },
    })),
  };
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const chart = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  if (!chart.labels.length) continue;
  const drawn = globalThis.echarts.init(place, null, { renderer: "svg" });
  drawn.setOption(chart.kind === "bars" ? bars(chart) : line(chart));
  globalThis.addEventListener("resize", () => drawn.resize());
}
