// The weights of a sheet in memory: leaves down, categories across; groups show the sums of what stands below them.

import { normal, unitsOf } from "../grid/checking.js";

const HIGHEST = 10000000n;

function newCell(row, column, open, text) {
  return { row, column, open, text, version: text, typed: null, sent: null, state: "", message: "", theirs: null, reason: "" };
}

// A number of ledger units as people write it.
export function written(units) {
  const [whole, fraction] = [units / 10000n, units % 10000n];
  const parts = String(fraction < 0n ? -fraction : fraction).padStart(4, "0").replace(/0+$/, "");
  return (units < 0n && whole === 0n ? "-" : "") + String(whole) + (parts ? `.${parts}` : "");
}

export class WeightModel {
  constructor(sheet, words) {
    this.words = words;
    this.rows = sheet.rows;
    this.columns = sheet.columns.map((column) => ({ ...column, choices: [], key_name: "" }));
    this.checker = { hint: () => "0–1000", leavesOut: () => false, said: (text) => text };
    this.cells = this.rows.map((row, r) => this.columns.map((_column, c) => newCell(r, c, sheet.editing && row.leaf, row.texts[c])));
    this.byPlace = new Map(this.cells.flat().map((cell) => [this.#key(this.placeOf(cell)), cell]));
  }

  #key({ code, category }) {
    return `${code}/${category}`;
  }

  at(place) {
    return this.byPlace.get(this.#key(place));
  }

  placeOf(cell) {
    return { code: this.rows[cell.row].code, category: this.columns[cell.column].category };
  }

  shown(cell) {
    return cell.typed ?? cell.text;
  }

  // Why a weight cannot stand, or an empty text. The server checks all of it again.
  problem(_cell, text) {
    const plain = normal(text);
    if (plain === "") return "";
    const said = unitsOf(plain);
    if (!said) return this.words.not_a_number;
    if (said.tooFine) return this.words.too_many_decimals;
    return said.units < 0n || said.units > HIGHEST ? this.words.out_of_range : "";
  }

  type(cell, text) {
    if (!cell.open) return false;
    const plain = normal(text);
    cell.theirs = null;
    if (plain === (cell.sent ?? cell.text)) {
      Object.assign(cell, { typed: cell.sent, state: cell.sent === null ? "" : "saving", message: "" });
      return false;
    }
    cell.typed = plain;
    cell.message = this.problem(cell, plain);
    cell.state = cell.message ? "refused" : "changed";
    return !cell.message;
  }

  settle(cell, fate) {
    const { sent } = cell;
    cell.sent = null;
    const typedSince = cell.typed !== null && cell.typed !== sent;
    if (fate.kind === "refused") {
      if (!typedSince) Object.assign(cell, { state: "refused", message: fate.message });
      return;
    }
    cell.text = fate.text;
    cell.version = fate.text;
    if (fate.kind === "conflict") Object.assign(cell, { state: "conflict", theirs: fate, typed: cell.typed ?? sent });
    else if (!typedSince) Object.assign(cell, { typed: null, state: "saved", message: "" });
  }

  count(state) {
    return this.cells.flat().filter((cell) => cell.state === state).length;
  }

  units(cell) {
    return unitsOf(normal(this.shown(cell)))?.units ?? 0n;
  }

  // What the leaves below a row add up to in a column; of the whole sheet where no row is named.
  sum(column, row = null) {
    let [first, last] = [0, this.rows.length];
    if (row !== null) {
      first = row + 1;
      last = first;
      while (last < this.rows.length && this.rows[last].depth > this.rows[row].depth) last += 1;
    }
    let total = 0n;
    for (let r = first; r < last; r += 1) if (this.rows[r].leaf) total += this.units(this.cells[r][column]);
    return total;
  }
}
