// What can be done to the cells of a selection, each act undone and done again as a whole.

import { spread } from "./clipboard.js";

const REMEMBERED = 100;

export class Acts {
  constructor({ model, selection, saver, words, painted, say, open, explain }) {
    Object.assign(this, { model, selection, saver, words, painted, say, open, explain });
    this.done = [];
    this.undone = [];
  }

  // Write texts into cells as one act. What cannot be entered there is left alone.
  write(writes, { remember = true } = {}) {
    const steps = [];
    const saved = [];
    for (const { cell, text } of writes) {
      if (!cell?.open) continue;
      cell.ofMany = writes.length > 1;
      const before = this.model.shown(cell);
      const contested = cell.state === "conflict";
      if (this.model.type(cell, text)) saved.push(cell);
      else this.saver.drop(cell);
      const after = this.model.shown(cell);
      if (before !== after || contested) steps.push({ cell, before, after });
    }
    if (steps.length && remember) {
      this.done = [...this.done, steps].slice(-REMEMBERED);
      this.undone = [];
    }
    this.painted(steps.map((step) => step.cell));
    this.saver.add(saved);
    return steps.length;
  }

  undo() {
    this.#turnBack(this.done, this.undone, (step) => ({ from: step.after, to: step.before }));
  }

  redo() {
    this.#turnBack(this.undone, this.done, (step) => ({ from: step.before, to: step.after }));
  }

  // What a colleague has changed since is his, and is not turned back.
  #turnBack(source, target, way) {
    const steps = source.pop();
    if (!steps) return;
    const mine = steps.filter((step) => this.model.shown(step.cell) === way(step).from);
    this.write(mine.map((step) => ({ cell: step.cell, text: way(step).to })), { remember: false });
    target.push(mine);
    if (mine.length < steps.length) this.say(this.words.not_turned_back, steps.length - mine.length);
    const [first] = mine;
    if (first) this.selection.go(first.cell.row, first.cell.column);
  }

  clear() {
    this.write(this.selection.cells.map((cell) => ({ cell, text: "" })));
  }

  leaveOut() {
    this.write(this.selection.cells.map((cell) => ({ cell, text: this.words.left_out })));
  }

  // Ctrl+D: the first row of the selection down over the others; a single cell takes what is above it.
  fillDown() {
    const { top, bottom, left, right } = this.selection.block;
    const from = top === bottom ? top - 1 : top;
    if (from < 0) return;
    const writes = [];
    for (let row = from + 1; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        writes.push({ cell: this.model.cells[row][column], text: this.model.shown(this.model.cells[from][column]) });
      }
    }
    this.write(writes);
  }

  copied() {
    const { top, bottom, left, right } = this.selection.block;
    const rows = this.model.cells.slice(top, bottom + 1);
    return rows.map((row) => row.slice(left, right + 1).map((cell) => this.model.shown(cell)));
  }

  paste(rows) {
    if (!rows.length) return;
    const { writes, bottom, right } = spread(this.selection.block, rows);
    const cells = writes.map((write) => ({ cell: this.model.cells[write.row]?.[write.column], text: write.text }));
    const lost = cells.filter(({ cell, text: said }) => !cell?.open && said.trim() !== "").length;
    const { top, left } = this.selection.block;
    this.write(cells);
    this.selection.select({ row: top, column: left }, { row: bottom, column: right });
    if (lost) this.say(this.words.paste_lost, lost);
  }
}
