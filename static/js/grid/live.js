// What happens on the sheet meanwhile: colleagues and the cells they write, and the provisional results.

import { send } from "./saving.js";

const BEAT = 6000;
const SOON = 1200;
const AFTER_SAVING = 250;

export class Live {
  constructor({ words, model, selection, saver, heard, reread }) {
    Object.assign(this, { words, model, selection, saver, heard, reread });
    this.colleagues = [];
    this.beat = setTimeout(() => this.#ask(), SOON);
  }

  // The reader went to another cell: colleagues should see it before long, but not at every key.
  moved() {
    this.#soon(SOON);
  }

  #soon(pause) {
    clearTimeout(this.beat);
    this.beat = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    if (document.visibilityState === "visible" && !this.saver.stopped) {
      try {
        const { cell } = this.selection;
        const { answers } = this.saver;
        const where = cell ? this.model.placeOf(cell) : {};
        const body = JSON.stringify({ ...where, since: this.model.sequence });
        const answer = await send(this.words.presence_address, "PUT", body);
        if (answer.ok) {
          const told = await answer.json();
          if (answers !== this.saver.answers) return this.#overtaken(told);
          await this.#hear(told);
        }
      } catch {
        // The saver tells of a broken connection; presence just comes back with the next beat.
      }
    }
    this.#soon(BEAT);
  }

  // Something was saved while the answer was under way: it may tell of cells as they were before, so it is asked for anew.
  #overtaken(told) {
    this.heard({ cells: [], colleagues: told.colleagues, period: told.period });
    this.#soon(SOON);
  }

  async #hear(told) {
    const cells = told.cells.map((cell) => this.model.hear(cell)).filter(Boolean);
    this.model.sequence = told.sequence;
    this.colleagues = told.colleagues;
    if ((told.wholesale || this.model.stale) && !this.saver.waiting) await this.reread();
    this.heard({ cells, colleagues: told.colleagues, period: told.period });
  }
}

export class Results {
  constructor({ address, shown }) {
    Object.assign(this, { address, shown });
    this.timer = null;
  }

  // Asked once more some moments after the last cell was saved.
  due(pause = AFTER_SAVING) {
    if (!this.address) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), pause);
  }

  async #ask() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) this.shown(await answer.json());
    } catch {
      // Without a connection the results stay as they were; the next saved cell asks again.
    }
  }
}
