// The sheet in memory: what stands in each cell, what was typed over it, and what became of that.

export const placeKey = (place) => `${place.participant}/${place.indicator}/${place.key}`;

function newCell(row, column, open) {
  return { row, column, open, text: "", version: 0, typed: null, sent: null, state: "", message: "", theirs: null,
    remark: "", evidenced: false, reason: "", ofMany: false };
}

export class Model {
  constructor(sheet, checker) {
    this.checker = checker;
    this.columns = sheet.columns;
    this.rows = sheet.rows;
    this.sequence = sheet.sequence;
    this.stale = false;
    // Reasons that were given for a leaf and serve for what is entered there next.
    this.reasons = new Map();
    this.leaves = new Map(this.columns.map((column) => [column.indicator, []]));
    this.columns.forEach((column, c) => this.leaves.get(column.indicator).push(c));
    this.byPlace = new Map();
    this.cells = this.rows.map((row, r) => this.columns.map((column, c) => this.#cell(row, r, column, c)));
    for (const told of sheet.cells) this.#stand(this.at(told), told);
    for (const place of sheet.evidenced) {
      const cell = this.at(place);
      if (cell) cell.evidenced = true;
    }
  }

  #cell(row, r, column, c) {
    const named = !column.people || column.people.includes(row.participant);
    const cell = newCell(r, c, named && !row.own && Boolean(this.checker.limitsOf(column, row)));
    this.byPlace.set(placeKey({ participant: row.participant, indicator: column.indicator, key: column.key }), cell);
    return cell;
  }

  #stand(cell, told) {
    if (!cell) return;
    cell.text = told.text;
    cell.version = told.version;
    cell.remark = told.remark ?? cell.remark;
  }

  // Take the sheet as it was read again; what is being changed here stays as it was typed.
  refresh(sheet) {
    this.sequence = sheet.sequence;
    this.stale = false;
    const told = new Map(sheet.cells.map((cell) => [placeKey(cell), cell]));
    for (const [key, cell] of this.byPlace) {
      if (cell.typed !== null) continue;
      this.#stand(cell, told.get(key) ?? { text: "", version: 0, remark: "" });
    }
  }

  at(place) {
    return this.byPlace.get(placeKey(place));
  }

  placeOf(cell) {
    const [row, column] = [this.rows[cell.row], this.columns[cell.column]];
    return { participant: row.participant, indicator: column.indicator, key: column.key };
  }

  shown(cell) {
    return cell.typed ?? cell.text;
  }

  // The cells of one leaf and person, this one among them.
  leafOf(cell) {
    return this.leaves.get(this.columns[cell.column].indicator).map((c) => this.cells[cell.row][c]);
  }

  // Whether an empty cell leaves nothing open: its leaf has what it needs in its other cells, or needs nothing.
  mayStayEmpty(cell) {
    const { needed } = this.columns[cell.column];
    return needed === "" || (needed === "one" && this.leafOf(cell).some((one) => this.shown(one) !== ""));
  }

  #knownReason(cell) {
    const { evidence, indicator } = this.columns[cell.column];
    if (!evidence || this.leafOf(cell).some((one) => one.evidenced)) return "";
    return this.reasons.get(indicator) ?? "";
  }

  problem(cell, text) {
    return this.checker.problem(this.columns[cell.column], this.rows[cell.row], this.checker.meant(text));
  }

  // Put what was typed over a cell; tells whether it is to be saved. What cannot stand keeps its reason beside it.
  type(cell, text) {
    if (!cell.open) return false;
    const plain = this.checker.meant(text);
    cell.theirs = null;
    cell.reason = this.columns[cell.column].evidence === "required" && plain ? this.#knownReason(cell) : "";
    // What is on its way to the server counts as standing there already.
    if (plain === (cell.sent ?? cell.text)) {
      Object.assign(cell, { typed: cell.sent, state: cell.sent === null ? "" : "saving", message: "" });
      return false;
    }
    cell.typed = plain;
    cell.message = this.problem(cell, plain);
    cell.state = cell.message ? "refused" : "changed";
    return !cell.message;
  }

  // Take what the server says became of a cell; tells whether it is to be sent again, now with its reason. What was
  // typed meanwhile is still to be saved.
  settle(cell, fate) {
    const { sent } = cell;
    cell.sent = null;
    const typedSince = cell.typed !== null && cell.typed !== sent;
    if (fate.kind === "refused") {
      if (typedSince) return false;
      Object.assign(cell, { state: fate.reason_due ? "due" : "refused", message: fate.message });
      const known = fate.reason_due && !cell.reason ? this.#knownReason(cell) : "";
      return known !== "" && this.explain(cell, known);
    }
    const wasLeftOut = this.checker.leavesOut(cell.text);
    this.#stand(cell, fate);
    if (fate.kind === "conflict") {
      Object.assign(cell, { state: "conflict", theirs: fate, typed: cell.typed ?? sent });
      return false;
    }
    if (sent !== "" && cell.reason) cell.evidenced = true;
    if (!typedSince) Object.assign(cell, { typed: null, state: "saved", message: "", reason: "" });
    this.#follow(cell, wasLeftOut);
    return false;
  }

  // Give a cell that lacks its reason the reason, or send it once more because evidence stands there by now.
  explain(cell, reason) {
    Object.assign(cell, { reason, state: "changed", message: "" });
    return true;
  }

  // A leaf is left out as a whole: what is said of one of its keys holds for the others. When it comes back, what
  // the others held before shows again, which only the server knows.
  #follow(cell, wasLeftOut) {
    const isLeftOut = this.checker.leavesOut(cell.text);
    if (!wasLeftOut && !isLeftOut) return;
    this.columns.forEach((column, c) => {
      if (c === cell.column || column.indicator !== this.columns[cell.column].indicator) return;
      const other = this.cells[cell.row][c];
      if (isLeftOut) this.#stand(other, cell);
      else this.stale = true;
      if (other.typed === other.text) Object.assign(other, { typed: null, state: "" });
    });
  }

  // Take what a colleague wrote. A cell that is being changed here is left for the server to tell of.
  hear(told) {
    const cell = this.at(told);
    if (!cell || told.version === cell.version || cell.typed !== null) return null;
    this.#stand(cell, told);
    Object.assign(cell, { state: "theirs", message: "" });
    return cell;
  }

  count(state) {
    let number = 0;
    for (const row of this.cells) for (const cell of row) number += cell.state === state;
    return number;
  }

  all(state) {
    return this.cells.flat().filter((cell) => cell.state === state);
  }

  find(state, after) {
    const flat = this.cells.flat();
    const start = after ? flat.indexOf(after) + 1 : 0;
    return [...flat.slice(start), ...flat.slice(0, start)].find((cell) => cell.state === state);
  }
}
