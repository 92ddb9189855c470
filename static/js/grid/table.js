// The table on the page: frozen heads, and of its rows only those that are in sight.

import { bringIntoSight } from "./sight.js";

const ROW = 36;
const SPARE = 8;
const PERSON = 172;
const RESULT = 116;
const COLUMN = 92;

function element(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export class Table {
  constructor(frame, model, words) {
    Object.assign(this, { frame, model, words });
    this.shown = new Map();
    this.canvas = frame.querySelector("[data-canvas]");
    this.table = frame.querySelector("table");
    this.block = frame.querySelector("[data-block]");
    this.above = element("tbody", "grid-pad");
    this.body = element("tbody");
    this.below = element("tbody", "grid-pad");
    this.withResults = false;
    this.results = new Map();
    this.colleagues = new Map();
    frame.addEventListener("scroll", () => {
      this.due ??= requestAnimationFrame(() => this.draw());
    });
    new ResizeObserver(() => this.draw()).observe(frame);
  }

  get fixed() {
    return PERSON + (this.withResults ? RESULT : 0);
  }

  build() {
    const columns = element("colgroup");
    const widths = [PERSON, ...(this.withResults ? [RESULT] : []), ...this.model.columns.map(() => COLUMN)];
    for (const width of widths) {
      const column = element("col");
      column.style.width = `${width}px`;
      columns.append(column);
    }
    this.table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    this.table.setAttribute("aria-rowcount", String(this.model.rows.length + 1));
    this.shown.clear();
    this.body.replaceChildren();
    this.table.replaceChildren(columns, this.#head(), this.above, this.body, this.below);
    this.head = this.table.tHead.offsetHeight;
    this.draw();
  }

  #head() {
    const head = element("thead");
    const [first, second] = [element("tr"), element("tr", "grid-keys")];
    const keyed = this.model.columns.some((column) => column.key);
    const corner = element("th", "grid-person", this.words.name);
    corner.rowSpan = keyed ? 2 : 1;
    first.append(corner);
    if (this.withResults) {
      const result = element("th", "grid-result", this.words.provisional);
      result.rowSpan = keyed ? 2 : 1;
      result.title = this.words.provisional_hint;
      first.append(result);
    }
    this.model.columns.forEach((column, c) => {
      const before = this.model.columns[c - 1];
      const siblings = this.model.columns.filter((one) => one.indicator === column.indicator);
      if (before?.indicator !== column.indicator) first.append(this.#leafHead(column, siblings.length, keyed, c));
      if (siblings.length > 1) {
        const key = element("th", "grid-key", column.key_name);
        key.dataset.column = c;
        second.append(key);
      }
    });
    head.append(first, ...(keyed ? [second] : []));
    return head;
  }

  #leafHead(column, width, keyed, c) {
    const cell = element("th", "grid-leaf");
    cell.append(element("span", "grid-leaf-name", column.name), element("span", "code", column.code));
    if (column.evidence) cell.append(element("span", "grid-evidence-due", this.words[`evidence_${column.evidence}`]));
    cell.title = [`${column.code} ${column.name}`, column.method, column.missing].filter(Boolean).join("\n");
    cell.colSpan = width;
    cell.dataset.column = c;
    if (keyed && width === 1) cell.rowSpan = 2;
    return cell;
  }

  // Draw the rows in sight, and forget those that went out of it.
  draw() {
    this.due = null;
    const first = Math.max(0, Math.floor(this.frame.scrollTop / ROW) - SPARE);
    const last = Math.min(this.model.rows.length, Math.ceil((this.frame.scrollTop + this.frame.clientHeight) / ROW) + SPARE);
    for (const [row, drawn] of this.shown) {
      if (row >= first && row < last) continue;
      drawn.line.remove();
      this.shown.delete(row);
    }
    let next = this.body.firstChild;
    for (let row = first; row < last; row += 1) {
      const drawn = this.shown.get(row);
      if (drawn) next = drawn.line.nextSibling;
      else this.body.insertBefore(this.#row(row), next);
    }
    this.above.style.height = `${first * ROW}px`;
    this.below.style.height = `${(this.model.rows.length - last) * ROW}px`;
  }

  #row(r) {
    const row = this.model.rows[r];
    const line = element("tr", row.own ? "is-own" : "");
    line.setAttribute("aria-rowindex", String(r + 2));
    const head = element("th", "grid-person");
    head.scope = "row";
    head.dataset.row = r;
    head.title = row.own ? this.words.own : `${row.name} ${row.number} ${row.department}`;
    head.append(element("span", "grid-name", row.name), element("small", "", `${row.number} ${row.department}`));
    line.append(head);
    const result = this.withResults ? element("td", "grid-result") : null;
    if (result) line.append(result);
    const cells = this.model.columns.map((_column, c) => {
      const cell = element("td");
      cell.dataset.row = r;
      cell.dataset.column = c;
      return cell;
    });
    line.append(...cells);
    this.shown.set(r, { line, cells, result });
    cells.forEach((_cell, c) => this.#paintOne(this.model.cells[r][c]));
    this.paintResult(r);
    return line;
  }

  // What stands in a cell may fill the want of its leaf's others.
  paint(cell) {
    for (const one of this.model.leafOf(cell)) this.#paintOne(one);
  }

  #paintOne(cell) {
    const drawn = this.shown.get(cell.row)?.cells[cell.column];
    if (!drawn) return;
    const text = this.model.shown(cell);
    const leftOut = this.model.checker.leavesOut(text);
    const blank = !cell.open ? "closed" : this.model.mayStayEmpty(cell) ? "optional" : "empty";
    const kind = text === "" ? blank : leftOut ? "left-out" : "entered";
    const colleague = this.colleagues.get(cell);
    const marks = [`is-${kind}`, cell.open ? "" : "is-shut", cell.state ? `is-${cell.state}` : "",
      cell.evidenced || cell.remark ? "has-note" : "", colleague ? "is-visited" : ""];
    drawn.className = marks.filter(Boolean).join(" ");
    drawn.textContent = kind === "closed" ? "—" : this.model.checker.said(text);
    drawn.title = cell.message || (leftOut ? this.model.checker.said(text) : "");
    if (colleague) drawn.dataset.visitor = colleague;
    else delete drawn.dataset.visitor;
  }

  paintResult(r) {
    const drawn = this.shown.get(r)?.result;
    if (!drawn) return;
    const found = this.results.get(this.model.rows[r].participant);
    drawn.className = `grid-result ${found?.light ? `light-${found.light}` : ""}`;
    drawn.replaceChildren();
    if (!found) return;
    drawn.append(element("span", "grid-total", found.total || this.words.incomplete));
    if (found.light) drawn.append(element("span", "grid-light", this.words[`light_${found.light}`]));
    drawn.title = found.detail;
  }

  // Where a cell lies within the canvas, drawn or not.
  place(row, column) {
    return { top: this.head + row * ROW, left: this.fixed + column * COLUMN, width: COLUMN, height: ROW };
  }

  // Bring a cell into sight, out from under the frozen head and names.
  reveal(row, column) {
    bringIntoSight(this.frame, this.place(row, column), { above: this.head, before: this.fixed });
    this.draw();
  }

  get rowsInSight() {
    return Math.max(1, Math.floor((this.frame.clientHeight - this.head) / ROW) - 1);
  }
}
