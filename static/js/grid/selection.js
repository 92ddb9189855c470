// Where the reader is: an active cell and the block around it.

export class Selection {
  constructor(model, moved) {
    Object.assign(this, { model, moved });
    this.anchor = { row: 0, column: 0 };
    this.active = { row: 0, column: 0 };
    this.tabbedFrom = null;
  }

  get cell() {
    return this.model.cells[this.active.row]?.[this.active.column] ?? null;
  }

  get block() {
    const [a, b] = [this.anchor, this.active];
    return {
      top: Math.min(a.row, b.row),
      bottom: Math.max(a.row, b.row),
      left: Math.min(a.column, b.column),
      right: Math.max(a.column, b.column),
    };
  }

  get cells() {
    const { top, bottom, left, right } = this.block;
    return this.model.cells.slice(top, bottom + 1).flatMap((row) => row.slice(left, right + 1));
  }

  get single() {
    return this.anchor.row === this.active.row && this.anchor.column === this.active.column;
  }

  #within(row, column) {
    const last = { row: this.model.rows.length - 1, column: this.model.columns.length - 1 };
    return { row: Math.max(0, Math.min(row, last.row)), column: Math.max(0, Math.min(column, last.column)) };
  }

  go(row, column, { extend = false } = {}) {
    this.active = this.#within(row, column);
    if (!extend) this.anchor = this.active;
    this.tabbedFrom = null;
    this.moved();
  }

  select(anchor, active) {
    this.anchor = this.#within(anchor.row, anchor.column);
    this.active = this.#within(active.row, active.column);
    this.moved();
  }

  move(down, right, extend) {
    this.go(this.active.row + down, this.active.column + right, { extend });
  }

  // Enter goes down to the next cell that can be filled; after a run of Tabs it goes back below where the run began.
  enter(step) {
    const column = this.tabbedFrom ?? this.active.column;
    let row = this.active.row + step;
    while (this.model.cells[row] && !this.model.cells[row][column].open) row += step;
    if (this.model.cells[row]) this.go(row, column);
    else this.go(this.active.row + step, column);
  }

  // Tab goes right to the next cell that can be filled, from a row's end to the next row.
  tab(step) {
    const from = this.tabbedFrom ?? this.active.column;
    const width = this.model.columns.length;
    let place = this.active.row * width + this.active.column + step;
    const last = this.model.rows.length * width - 1;
    while (place > 0 && place < last && !this.model.cells[Math.floor(place / width)][place % width].open) place += step;
    if (place < 0 || place > last) return;
    const row = Math.floor(place / width);
    const wrapped = row !== this.active.row;
    this.go(row, place % width);
    this.tabbedFrom = wrapped ? null : from;
  }

  // The edge of what is filled, as Ctrl with an arrow finds it.
  edge(down, right, extend) {
    const filled = ({ row, column }) => this.model.shown(this.model.cells[row][column]) !== "";
    const next = ({ row, column }) => this.#within(row + down, column + right);
    const same = (one, other) => one.row === other.row && one.column === other.column;
    let here = this.active;
    const inside = filled(here) && filled(next(here));
    while (!same(here, next(here))) {
      if (inside && !filled(next(here))) break;
      here = next(here);
      if (!inside && filled(here)) break;
    }
    this.go(here.row, here.column, { extend });
  }
}
