// Drawing over the bars of a histogram selects a range of years; a click on one bar stays a link.
const SIGN = "YEARS"; // where the address of a range holds the years

function yearAt(chart, event) {
  const bars = [...chart.querySelectorAll("[data-year]")];
  const box = chart.getBoundingClientRect();
  const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
  return Number(bars[Math.min(bars.length - 1, Math.max(0, place))].dataset.year);
}

function drawable(chart) {
  let start = null;
  let isDrawn = false;
  const mark = (low, high) => {
    for (const bar of chart.querySelectorAll("[data-year]")) {
      const year = Number(bar.dataset.year);
      bar.classList.toggle("drawn", year >= low && year <= high);
    }
  };
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    start = yearAt(chart, event);
    isDrawn = false;
  });
  chart.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const now = yearAt(chart, event);
    isDrawn ||= now !== start;
    if (isDrawn) mark(Math.min(start, now), Math.max(start, now));
  });
  window.addEventListener("pointerup", (event) => {
    if (start !== null && isDrawn) {
      const end = yearAt(chart, event);
      location.href = chart.dataset.range.replace(SIGN, `${Math.min(start, end)}..${Math.max(start, end)}`);
    }
    start = null;
  });
  chart.addEventListener("click", (event) => { if (isDrawn) event.preventDefault(); });
}

// What a bar stands for, beside the chart: a touch or a key shows no title.
function showTips(figure) {
  const tip = figure.querySelector(".tip");
  const show = ({ target }) => { tip.textContent = target.closest("a")?.getAttribute("aria-label") ?? ""; };
  for (const name of ["pointerover", "focusin"]) figure.addEventListener(name, show);
  for (const name of ["pointerleave", "focusout"]) figure.addEventListener(name, () => { tip.textContent = ""; });
}

export function drawRanges() {
  for (const figure of document.querySelectorAll("figure.chart")) showTips(figure);
  for (const chart of document.querySelectorAll("[data-range]")) drawable(chart);
}
