// The score grid: puts its parts together and tells the reader how his work stands.

import { Acts } from "./acts.js";
import { Bubble } from "./bubble.js";
import { Checker, fill } from "./checking.js";
import { Editor } from "./editor.js";
import { listenToKeys } from "./keys.js";
import { Live, Results } from "./live.js";
import { Model } from "./model.js";
import { listenToMouse } from "./mouse.js";
import { Panel } from "./panel.js";
import { Saver } from "./saving.js";
import { Selection } from "./selection.js";
import { frameBlock } from "./sight.js";
import { Status } from "./status.js";
import { Table } from "./table.js";

const LEAST_HEIGHT = 300;
const MARGIN = 16;
const root = document.getElementById("grid");
const words = JSON.parse(document.getElementById("grid-words").textContent);
const part = (name) => root.querySelector(`[data-${name}]`);

// The table takes what the page leaves it, so that the legend stays in sight.
function fit() {
  const area = root.querySelector(".grid-and-panel").getBoundingClientRect();
  const below = root.getBoundingClientRect().bottom - area.bottom;
  const height = Math.max(LEAST_HEIGHT, innerHeight - area.top - scrollY - below - MARGIN);
  root.style.setProperty("--grid-height", `${height}px`);
}

async function readSheet() {
  const answer = await fetch(words.sheet_address, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function start(sheet) {
  const checker = new Checker(words);
  const model = new Model(sheet, checker);
  const frame = part("frame");
  const field = part("field");
  const table = new Table(frame, model, words);
  const bubble = new Bubble({ box: part("bubble"), table, words, choose: (cell, text) => choose(cell, text) });
  const selection = new Selection(model, () => moved());
  const status = new Status({ root, words, model, selection });
  const results = new Results({ address: words.results_address, shown: (told) => showResults(told) });
  const saver = new Saver({ address: words.cells_address, model, told: (cells) => settled(cells) });
  const panel = new Panel({ box: part("panel"), words, model, changed: (cell) => evidenced(cell), closed: () => editor.focus() });
  const acts = new Acts({
    model, selection, saver, words,
    painted: (cells) => refresh(cells),
    say: (sentence, number) => status.say(fill(sentence, { number })),
    open: () => panel.open(selection.cell),
    explain: () => status.askForReasons(model.all("due")),
  });
  const editor = new Editor({
    field, bubble, list: part("choices"), model, table, selection, checker, words, committed: (writes) => acts.write(writes),
  });
  const live = new Live({
    words, model, selection, saver,
    heard: (told) => hear(told),
    reread: async () => {
      model.refresh(await readSheet());
      refresh(model.cells.flat());
    },
  });

  function moved() {
    table.reveal(selection.active.row, selection.active.column);
    frameBlock(table, selection.block, selection.single);
    editor.follow();
    live.moved();
  }

  function refresh(cells) {
    for (const cell of cells) table.paint(cell);
    if (!editor.editing) editor.tell();
    status.show(saver);
  }

  function settled(cells) {
    refresh(cells);
    if (saver.waiting) return;
    if (model.stale) live.moved();
    if (cells.some((cell) => cell.state === "saved")) results.due();
    // In the middle of typing nothing comes between; what was pasted or filled is asked about at once.
    status.askForReasons(cells.filter((cell) => cell.state === "due" && cell.ofMany));
  }

  // With evidence beside it what was refused for want of it may stand.
  function evidenced(cell) {
    const due = cell.evidenced ? model.leafOf(cell).filter((one) => one.state === "due") : [];
    for (const one of due) model.explain(one, "");
    saver.add(due);
    refresh([cell]);
  }

  function choose(cell, text) {
    acts.write([{ cell, text }]);
    editor.tell();
    editor.focus();
  }

  function hear({ cells, colleagues, period }) {
    const before = [...table.colleagues.keys()];
    table.colleagues = new Map(
      colleagues.map((one) => [model.at(one), one.name]).filter(([cell]) => cell),
    );
    refresh([...before, ...table.colleagues.keys(), ...cells]);
    status.colleagues(colleagues);
    status.period(period);
    if (cells.length) results.due();
  }

  function showResults(told) {
    table.results = new Map(told.results.map((one) => [one.participant, one]));
    for (const row of table.shown.keys()) table.paintResult(row);
  }

  table.withResults = Boolean(words.results_address);
  table.build();
  listenToKeys({ field, editor, selection, model, table, acts });
  listenToMouse({ root, frame, field, editor, selection, model, acts, saver });
  status.period(sheet.period);
  status.listen({ root, selection, acts, saver, editor });
  results.due(0);
  const first = model.cells.flat().find((cell) => cell.open);
  if (first) selection.go(first.row, first.column);
  editor.focus();
  status.show(saver);
  fit();
  globalThis.addEventListener("resize", fit);
  root.dataset.ready = "1";
  globalThis.addEventListener("beforeunload", (event) => {
    editor.commit();
    if (saver.waiting) event.preventDefault();
  });
}

try {
  start(await readSheet());
} catch (problem) {
  part("status").textContent = words.not_loaded;
  throw problem;
}
