// The mouse and the clipboard of the grid.

import { readClipboard, writeClipboard } from "./clipboard.js";

export function listenToMouse({ root, frame, field, editor, selection, model, acts, saver }) {
  const place = (event) => {
    const cell = event.target.closest?.("td[data-row]");
    return cell && frame.contains(cell) ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
  };
  const headed = (event) => {
    const head = event.target.closest?.("th[data-row], th[data-column]");
    return head && frame.contains(head) ? head : null;
  };

  function wholeLine(head) {
    const last = { row: model.rows.length - 1, column: model.columns.length - 1 };
    if (head.dataset.row !== undefined) {
      const row = Number(head.dataset.row);
      selection.select({ row, column: last.column }, { row, column: 0 });
    } else {
      const column = Number(head.dataset.column);
      selection.select({ row: last.row, column }, { row: 0, column: column + head.colSpan - 1 });
    }
  }

  let dragging = false;
  frame.addEventListener("pointerdown", (event) => {
    if (event.target === field || event.button !== 0) return;
    const [at, head] = [place(event), headed(event)];
    if (!at && !head) return;
    event.preventDefault();
    editor.commit();
    if (head) wholeLine(head);
    else {
      dragging = true;
      selection.go(at.row, at.column, { extend: event.shiftKey });
    }
    editor.focus();
  });
  frame.addEventListener("pointermove", (event) => {
    const at = dragging && event.buttons ? place(event) : null;
    if (at && (at.row !== selection.active.row || at.column !== selection.active.column)) {
      selection.go(at.row, at.column, { extend: true });
    }
  });
  globalThis.addEventListener("pointerup", () => {
    dragging = false;
  });
  field.addEventListener("dblclick", () => editor.edit());

  field.addEventListener("copy", (event) => {
    if (editor.editing) return;
    event.preventDefault();
    writeClipboard(event.clipboardData, acts.copied());
  });
  field.addEventListener("cut", (event) => {
    if (editor.editing) return;
    event.preventDefault();
    writeClipboard(event.clipboardData, acts.copied());
    acts.clear();
  });
  field.addEventListener("paste", (event) => {
    const rows = readClipboard(event.clipboardData);
    if (editor.editing && rows.length <= 1 && (rows[0]?.length ?? 0) <= 1) return;
    event.preventDefault();
    editor.cancel();
    acts.paste(rows);
  });

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    editor.commit();
    acts[button.dataset.act]();
    if (button.dataset.act !== "open") editor.focus();
  });
  root.querySelector("[data-retry]").addEventListener("click", () => saver.retry());
}
