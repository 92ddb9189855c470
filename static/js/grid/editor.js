// One field lies over the active cell and holds the keyboard all the time: unseen while the reader moves, seen while he
// types. So an input method composes right in the cell, and the clipboard's own events arrive.

import { normal } from "./checking.js";

export class Editor {
  constructor({ field, bubble, list, model, table, selection, checker, words, committed }) {
    Object.assign(this, { field, bubble, list, model, table, selection, checker, words, committed });
    this.mode = "";
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("compositionstart", () => this.#begin("over"));
    field.addEventListener("blur", () => this.commit());
  }

  get editing() {
    return this.mode !== "";
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  // Follow the active cell.
  follow() {
    const { row, column } = this.selection.active;
    const place = this.table.place(row, column);
    for (const [name, value] of Object.entries(place)) this.field.style[name] = `${value}px`;
    this.field.value = "";
    this.#describe();
    this.tell();
  }

  // `edit` keeps what stands there and lets the arrows move within it; `over` begins anew.
  edit() {
    const { cell } = this.selection;
    if (!cell?.open || this.editing) return;
    this.field.value = this.checker.said(this.model.shown(cell));
    this.#begin("edit");
    this.field.select();
    this.tell();
  }

  #begin(mode) {
    if (this.editing || !this.selection.cell?.open) return;
    this.mode = mode;
    this.field.classList.add("is-editing");
    const { choices } = this.model.columns[this.selection.active.column];
    this.list.replaceChildren(
      ...choices.map((choice) => Object.assign(document.createElement("option"), { value: choice })),
    );
    if (choices.length) this.field.setAttribute("list", this.list.id);
  }

  #typed() {
    if (!this.selection.cell?.open) {
      this.field.value = "";
      return;
    }
    this.#begin("over");
    this.tell();
  }

  #end() {
    this.mode = "";
    this.field.classList.remove("is-editing", "is-wrong");
    this.field.removeAttribute("list");
    this.field.removeAttribute("aria-invalid");
    this.field.value = "";
  }

  cancel() {
    this.#end();
    this.tell();
  }

  // Put what was typed into the cell. A choice may be typed by its beginning if that is nobody else's.
  commit() {
    if (!this.editing) return;
    const { cell } = this.selection;
    const { choices } = this.model.columns[cell.column];
    const typed = normal(this.field.value);
    const meant = typed && !choices.includes(typed) ? choices.filter((choice) => choice.startsWith(typed)) : [];
    this.#end();
    this.committed([{ cell, text: meant.length === 1 ? meant[0] : typed }]);
  }

  // Say beside the cell what it takes, or why what was typed cannot stand there.
  tell() {
    const { cell } = this.selection;
    if (!cell) return;
    const problem = this.editing ? this.model.problem(cell, this.field.value) : "";
    this.field.classList.toggle("is-wrong", Boolean(problem));
    if (this.editing) this.field.setAttribute("aria-invalid", String(Boolean(problem)));
    const said = problem || (this.editing ? this.checker.hint(this.model.columns[cell.column], this.model.rows[cell.row]) : "");
    this.bubble.show(cell, said, Boolean(problem), this.editing);
  }

  #describe() {
    const { cell } = this.selection;
    const [row, column] = [this.model.rows[cell.row], this.model.columns[cell.column]];
    const parts = [row.name, column.name, column.key_name, this.checker.said(this.model.shown(cell)) || this.words.empty, cell.message];
    this.field.setAttribute("aria-label", parts.filter(Boolean).join(" "));
    this.field.readOnly = !cell.open;
  }
}
