// The line above the grid: how the saving stands, what needs the reader, who else is here.

import { fill } from "./checking.js";

export class Status {
  constructor({ root, words, model, selection }) {
    Object.assign(this, { words, model, selection });
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.line = part("status");
    this.note = part("note");
    this.retry = part("retry");
    this.closed = part("closed");
    this.others = part("others");
    this.dialog = part("reasons");
    this.buttons = { refused: part("refused"), conflict: part("conflicts"), due: part("due") };
  }

  listen({ root, selection, acts, saver, editor }) {
    for (const [state, button] of Object.entries(this.buttons)) {
      button.addEventListener("click", () => {
        if (state === "due") {
          this.askForReasons(this.model.all("due"));
          return;
        }
        const cell = this.model.find(state, selection.cell);
        if (cell) selection.go(cell.row, cell.column);
        editor.focus();
      });
    }
    const search = root.querySelector("[data-find]");
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.#find(search.value.trim().toLowerCase(), selection, editor);
    });
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.dialog.querySelector("[value=save]").click();
    });
    this.dialog.addEventListener("close", () => {
      if (this.dialog.returnValue === "save") this.#giveReasons(acts, saver);
      editor.focus();
    });
  }

  #find(wanted, selection, editor) {
    if (!wanted) return;
    const has = (row) => [row.name, row.number, row.pinyin, row.department].some((text) => text.toLowerCase().includes(wanted));
    const start = selection.active.row + 1;
    const rows = [...this.model.rows.keys()];
    const found = [...rows.slice(start), ...rows.slice(0, start)].find((row) => has(this.model.rows[row]));
    if (found === undefined) {
      this.say(fill(this.words.not_found, { wanted }));
      return;
    }
    selection.go(found, selection.active.column);
    editor.focus();
  }

  // A remark that stays until the next one.
  say(sentence) {
    this.note.textContent = sentence;
  }

  show(saver) {
    const number = saver.waiting;
    const counts = Object.keys(this.buttons).map((kind) => this.model.count(kind));
    const settled = counts.some(Boolean) ? "rest_saved" : "saved";
    const state = saver.stopped ? "expired" : saver.offline ? "offline" : number ? "saving" : settled;
    this.line.dataset.state = state;
    const sentence = fill(this.words[`state_${state}`], { number });
    if (this.line.textContent !== sentence) this.line.textContent = sentence;
    this.retry.hidden = !(saver.stopped || saver.offline);
    Object.entries(this.buttons).forEach(([kind, button], place) => {
      const count = counts[place];
      button.hidden = !count;
      button.textContent = fill(this.words[`count_${kind}`], { number: count });
    });
  }

  period(period) {
    const message = period.open ? "" : period.closed_because || fill(this.words.closed, { state: period.state });
    if (message && !this.closed.textContent) {
      for (const cell of this.model.cells.flat()) cell.open = false;
    }
    this.closed.textContent = message;
    this.closed.hidden = !message;
  }

  colleagues(colleagues) {
    const names = [...new Set(colleagues.map((one) => one.name))];
    this.others.hidden = !names.length;
    this.others.textContent = fill(this.words.others, { names: names.join("、") });
  }

  // Cells that lack nothing but a reason are asked for it once, together.
  askForReasons(due) {
    if (!due.length || this.dialog.open) return;
    this.due = due;
    this.dialog.querySelector("[data-reasons-lead]").textContent = fill(this.words.reasons_due, { number: due.length });
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  #giveReasons(acts, saver) {
    const box = this.dialog.querySelector("textarea");
    const reason = box.value.trim();
    box.value = "";
    if (!reason) return;
    const stays = this.dialog.querySelector("[name=stays]").checked;
    for (const cell of this.due) {
      this.model.explain(cell, reason);
      if (stays) this.model.reasons.set(this.model.columns[cell.column].indicator, reason);
    }
    acts.painted(this.due);
    saver.add(this.due);
  }
}
