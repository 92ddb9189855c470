// The note beside the active cell: what it takes, why a value cannot stand, or whose value stands there now.

import { fill } from "./checking.js";

export class Bubble {
  constructor({ box, table, words, choose }) {
    Object.assign(this, { box, table, words, choose });
  }

  show(cell, said, wrong, editing) {
    const conflict = !editing && cell.theirs;
    const text = said || (editing ? "" : cell.message);
    this.box.hidden = !text && !conflict;
    if (this.box.hidden) return;
    this.box.classList.toggle("is-wrong", wrong || Boolean(cell.message) || Boolean(conflict));
    this.box.replaceChildren(...(conflict ? this.#conflict(cell) : [text]));
    const place = this.table.place(cell.row, cell.column);
    const below = place.top + place.height + 4;
    const right = this.table.frame.scrollLeft + this.table.frame.clientWidth;
    const bottom = this.table.frame.scrollTop + this.table.frame.clientHeight;
    const width = Math.min(280, this.box.offsetWidth);
    const top = below + this.box.offsetHeight > bottom ? place.top - this.box.offsetHeight - 4 : below;
    Object.assign(this.box.style, { top: `${top}px`, left: `${Math.min(place.left, right - width - 8)}px` });
  }

  #conflict(cell) {
    const { theirs } = cell;
    const values = { who: theirs.who, when: theirs.when, theirs: theirs.text || this.words.nothing, mine: cell.typed || this.words.nothing };
    const sentence = document.createElement("p");
    sentence.textContent = fill(theirs.when ? this.words.conflict : this.words.conflict_emptied, values);
    return [sentence, this.#button(this.words.mine, cell, cell.typed), this.#button(this.words.theirs, cell, theirs.text)];
  }

  #button(label, cell, text) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = `${label} ${text || this.words.nothing}`;
    // The press must not take the keyboard away from the grid.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.choose(cell, text));
    return button;
  }
}
