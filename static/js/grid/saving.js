// Saving: one request at a time, each with a key of its own. A request whose answer was lost is sent again as it was,
// so that nothing happens twice; what is typed meanwhile waits.

const MOST = 4000;
const PAUSES = [500, 1000, 2000, 4000, 8000];
const PATIENCE = 30000;
// too many requests, and a disk that takes nothing just now: what was entered waits here and is sent again
const LATER = [423, 429];

export function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function send(address, method, body, headers = {}) {
  const json = typeof body === "string";
  return fetch(address, {
    method,
    body,
    redirect: "error",
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      Accept: "application/json",
      "X-CSRFToken": cookie("__Host-csrftoken") || cookie("csrftoken"),
      ...(json ? { "Content-Type": "application/json" } : {}),
      ...headers,
    },
  });
}

export class Saver {
  // `told` is called with the cells whose state changed, and after every turn; `about` goes with every request.
  constructor({ address, model, told, about = {} }) {
    Object.assign(this, { address, model, told, about });
    this.queue = new Set();
    this.request = null;
    this.stopped = "";
    this.failures = 0;
    // How many requests were answered: what another request asked for before is older than what stands there since.
    this.answers = 0;
    this.timer = null;
    globalThis.addEventListener("online", () => this.retry());
  }

  get waiting() {
    return this.queue.size + (this.request ? this.request.cells.length : 0);
  }

  get offline() {
    return this.failures > 0;
  }

  add(cells) {
    for (const cell of cells) this.queue.add(cell);
    this.#turn();
  }

  // Somebody typed something that is not to be saved after all.
  drop(cell) {
    this.queue.delete(cell);
  }

  retry() {
    clearTimeout(this.timer);
    this.timer = null;
    this.stopped = "";
    this.#turn();
  }

  #turn() {
    if (this.timer || this.stopped || this.sending) return;
    this.request ??= this.#next();
    if (this.request) this.#attempt();
    else this.told([]);
  }

  #next() {
    const first = this.queue.values().next().value;
    if (!first) return null;
    const cells = [...this.queue].filter((cell) => cell.reason === first.reason).slice(0, MOST);
    for (const cell of cells) {
      this.queue.delete(cell);
      cell.state = "saving";
      cell.sent = cell.typed ?? cell.text;
    }
    const plain = cells.map((cell) => ({ ...this.model.placeOf(cell), text: cell.sent, seen: cell.version }));
    return { cells, key: newKey(), body: JSON.stringify({ ...this.about, cells: plain, reason: first.reason }) };
  }

  async #attempt() {
    const request = this.request;
    this.sending = true;
    this.told(request.cells);
    try {
      const answer = await send(this.address, "POST", request.body, { "Idempotency-Key": request.key });
      if (answer.status >= 500 || LATER.includes(answer.status)) throw new Error(String(answer.status));
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      this.failures = 0;
      this.#answered(answer.status, told, request);
    } catch {
      this.failures += 1;
      this.timer = setTimeout(() => this.retry(), PAUSES[Math.min(this.failures, PAUSES.length) - 1]);
    }
    this.sending = false;
    this.told(request.cells);
    this.#turn();
  }

  #answered(status, told, request) {
    this.answers += 1;
    if (status === 401 || status === 403) {
      // The session is over or the right was taken away: the same request may go through after logging in again.
      this.stopped = "expired";
      return;
    }
    this.request = null;
    if (told.cells && !told.message) {
      for (const fate of told.cells) {
        const cell = this.model.at(fate);
        if (this.model.settle(cell, fate)) this.queue.add(cell);
      }
      return;
    }
    const message = told.message || told.detail || String(status);
    for (const cell of request.cells) Object.assign(cell, { sent: null, state: "refused", message });
  }
}
