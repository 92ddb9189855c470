// The weight grid of a draft: the score grid's keys and clipboard over the weights, with sums that follow at once.

import { Acts } from "../grid/acts.js";
import { Bubble } from "../grid/bubble.js";
import { fill } from "../grid/checking.js";
import { Editor } from "../grid/editor.js";
import { listenToKeys } from "../grid/keys.js";
import { listenToMouse } from "../grid/mouse.js";
import { Saver } from "../grid/saving.js";
import { Selection } from "../grid/selection.js";
import { frameBlock } from "../grid/sight.js";
import { WeightModel } from "./model.js";
import { WeightTable } from "./table.js";

const root = document.getElementById("weights");
const told = JSON.parse(document.getElementById("weight-sheet").textContent);
const { words } = told;
const part = (name) => root.querySelector(`[data-${name}]`);

const [frame, field] = [part("frame"), part("field")];
const model = new WeightModel(told, words);
const table = new WeightTable(frame, model, words);
const bubble = new Bubble({ box: part("bubble"), table, words, choose: (cell, text) => acts.write([{ cell, text }]) });
const selection = new Selection(model, () => {
  table.reveal(selection.active.row, selection.active.column);
  frameBlock(table, selection.block, selection.single);
  editor.follow();
});
const saver = new Saver({ address: told.address, model, about: { sheet: told.kind }, told: (cells) => refresh(cells) });
const acts = new Acts({
  model, selection, saver, words,
  painted: (cells) => refresh(cells),
  say: (sentence, number) => { part("note").textContent = fill(sentence, { number }); },
  open: () => root.querySelector(`a[data-node="${selection.active.row}"]`)?.click(),
});
const editor = new Editor({
  field, bubble, list: part("choices"), model, table, selection, checker: model.checker, words, committed: (writes) => acts.write(writes),
});

function refresh(cells) {
  for (const cell of cells) table.paint(cell);
  table.add();
  if (!editor.editing) editor.tell();
  const refused = model.count("refused");
  const state = saver.stopped || (saver.offline ? "offline" : saver.waiting ? "saving" : model.count("conflict") ? "conflict" : refused ? "refused" : "saved");
  part("status").dataset.state = state;
  part("status").textContent = fill(words[`status_${state}`], { number: refused });
  part("retry").hidden = !saver.stopped && !saver.offline;
}

if (model.rows.length && model.columns.length) {
  listenToKeys({ field, editor, selection, model, table, acts });
  listenToMouse({ root, frame, field, editor, selection, model, acts, saver });
  table.add();
  const chosen = Number(root.querySelector("tr.is-chosen a[data-node]")?.dataset.node ?? 0);
  const first = model.cells.slice(chosen).flat().find((cell) => cell.open) ?? model.cells[chosen][0];
  selection.go(first.row, first.column);
  if (!document.querySelector("[data-side]")) editor.focus();
  globalThis.addEventListener("resize", () => selection.go(selection.active.row, selection.active.column));
}
root.dataset.ready = "1";
globalThis.addEventListener("beforeunload", (event) => {
  editor.commit();
  if (saver.waiting) event.preventDefault();
});
