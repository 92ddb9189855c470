// The table of the weights as the server wrote it: which cell is where, and what stands in it.

import { fill } from "../grid/checking.js";
import { bringIntoSight } from "../grid/sight.js";
import { written } from "./model.js";

export class WeightTable {
  constructor(frame, model, words) {
    Object.assign(this, { frame, model, words });
    this.canvas = frame.querySelector("[data-canvas]");
    this.block = frame.querySelector("[data-block]");
    this.drawn = model.cells.map((row, r) => row.map((_cell, c) => frame.querySelector(`td[data-row="${r}"][data-column="${c}"]`)));
    this.sums = [...frame.querySelectorAll("[data-sum]")];
    this.head = frame.querySelector("thead");
  }

  paint(cell) {
    const drawn = this.drawn[cell.row][cell.column];
    const text = this.model.shown(cell);
    const kind = cell.open && text === "" ? "is-away" : "";
    drawn.className = ["num", kind, cell.state ? `is-${cell.state}` : ""].filter(Boolean).join(" ");
    if (cell.open || this.model.rows[cell.row].leaf) drawn.textContent = text || "–";
    drawn.title = cell.message;
  }

  // The sums of groups and of the sheet, with a word for those that do not add up.
  add() {
    this.model.rows.forEach((row, r) => {
      if (!row.leaf) this.model.columns.forEach((_column, c) => { this.drawn[r][c].textContent = written(this.model.sum(c, r)) });
    });
    this.sums.forEach((place, c) => {
      const sum = this.model.sum(c);
      const { full } = this.model.columns[c];
      const missing = full === null ? null : BigInt(full) - sum;
      const sentence = missing === null ? this.words.no_full : missing > 0n ? this.words.short : missing < 0n ? this.words.over : this.words.whole;
      place.classList.toggle("is-off", missing !== 0n);
      place.querySelector("[data-number]").textContent = written(sum);
      place.querySelector("[data-word]").textContent = fill(sentence, { number: missing === null ? "" : written(missing < 0n ? -missing : missing) });
    });
  }

  place(row, column) {
    const [cell, canvas] = [this.drawn[row][column].getBoundingClientRect(), this.canvas.getBoundingClientRect()];
    return { top: cell.top - canvas.top, left: cell.left - canvas.left, width: cell.width, height: cell.height };
  }

  reveal(row, column) {
    const [above, before] = [this.head.offsetHeight, this.frame.querySelector("tbody th")?.offsetWidth ?? 0];
    bringIntoSight(this.frame, this.place(row, column), { above, before, below: this.frame.querySelector("tfoot").offsetHeight });
  }

  get rowsInSight() {
    return 10;
  }
}
