// One cell opened: how it came to its value, the remark, and what it stands on.

import { fill } from "./checking.js";
import { newKey, send } from "./saving.js";

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

export class Panel {
  constructor({ box, words, model, changed, closed }) {
    Object.assign(this, { box, words, model, changed, closed });
    this.part = (name) => box.querySelector(`[data-panel-${name}]`);
    this.part("close").addEventListener("click", () => this.close());
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    this.part("remark-form").addEventListener("submit", (event) => this.#saveRemark(event));
    this.part("evidence-form").addEventListener("submit", (event) => this.#addEvidence(event));
  }

  async open(cell) {
    if (!cell) return;
    this.cell = cell;
    const [row, column] = [this.model.rows[cell.row], this.model.columns[cell.column]];
    this.part("title").textContent = [row.name, column.name, column.key_name].filter(Boolean).join(" · ");
    this.part("method").textContent = [column.method, column.missing].filter(Boolean).join(" ");
    this.#say("");
    this.box.hidden = false;
    this.part("close").focus();
    await this.#read();
  }

  close() {
    this.box.hidden = true;
    this.closed();
  }

  #address(tail = "") {
    const { participant, indicator, key } = this.model.placeOf(this.cell);
    return `${this.words.cell_address}${participant}/${indicator}/${tail}?key=${encodeURIComponent(key)}`;
  }

  #say(sentence) {
    this.part("told").textContent = sentence;
  }

  async #read() {
    const { cell } = this;
    try {
      const answer = await fetch(this.#address(), { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      if (cell === this.cell) this.#show(await answer.json());
    } catch {
      this.#say(this.words.not_loaded);
    }
  }

  #show(told) {
    this.part("history").replaceChildren(...told.history.map((change) => this.#change(change)));
    this.part("no-history").hidden = told.history.length > 0;
    this.part("evidence").replaceChildren(...told.evidence.map((one) => this.#evidence(one)));
    this.part("remark").value = told.remark;
    this.part("remark-form").hidden = !told.version || !told.remarkable;
    this.part("evidence-form").hidden = !this.cell.open;
    this.cell.remark = told.remark;
    this.cell.evidenced = told.evidence.some((one) => !one.withdrawn_by);
    this.changed(this.cell);
    // A button that was pressed may be gone now; the keyboard must not fall out of the panel with it.
    if (document.activeElement === document.body) this.part("close").focus();
  }

  #change(change) {
    const values = { before: change.before || this.words.nothing, after: change.after || this.words.nothing };
    const line = element("li");
    line.append(element("strong", fill(this.words.from_to, values)));
    line.append(element("small", [change.who || this.words.operator, change.when, change.file].filter(Boolean).join(" · ")));
    return line;
  }

  #evidence(one) {
    const line = element("li", "", one.withdrawn_by ? "is-withdrawn" : "");
    if (one.text) line.append(element("p", one.text));
    if (one.file) {
      const link = element("a", one.file);
      link.href = one.address;
      link.setAttribute("download", "");
      line.append(link);
    }
    line.append(element("small", [one.who, one.when].filter(Boolean).join(" · ")));
    if (one.withdrawn_by) line.append(element("small", fill(this.words.withdrawn, { who: one.withdrawn_by })));
    else if (this.cell.open) line.append(this.#withdraw(one));
    return line;
  }

  #withdraw(one) {
    const button = element("button", this.words.withdraw, "btn btn-sm");
    button.type = "button";
    button.addEventListener("click", () => this.#act(this.#address(`evidence/${one.id}/`), "DELETE", null));
    return button;
  }

  #saveRemark(event) {
    event.preventDefault();
    const body = JSON.stringify({ remark: this.part("remark").value, seen: this.cell.version });
    this.#act(this.#address("remark/"), "POST", body);
  }

  #addEvidence(event) {
    event.preventDefault();
    const form = event.target;
    const body = new FormData(form);
    if (!body.get("file")?.size) body.delete("file");
    this.#act(this.#address("evidence/"), "POST", body).then((done) => done && form.reset());
  }

  async #act(address, method, body) {
    this.#say(this.words.state_saving_one);
    try {
      const answer = await send(address, method, body, { "Idempotency-Key": newKey() });
      const told = await answer.json();
      if (!answer.ok) {
        this.#say(told.detail || told.message || String(answer.status));
        return false;
      }
      if (told.version) this.cell.version = told.version;
      this.#say(this.words.saved);
      this.#show(told);
      return true;
    } catch {
      this.#say(this.words.not_sent);
      return false;
    }
  }
}
