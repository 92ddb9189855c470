// The keys of the grid, as people know them from spreadsheets.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function listenToKeys({ field, editor, selection, model, table, acts }) {
  const arrow = (event) => {
    const [down, right] = ARROWS[event.key];
    // F2 lets the arrows move within the text; a choice list takes up and down.
    if (editor.mode === "edit" || (editor.editing && down && field.list)) return false;
    editor.commit();
    if (event.ctrlKey || event.metaKey) selection.edge(down, right, event.shiftKey);
    else selection.move(down, right, event.shiftKey);
    return true;
  };
  const far = { row: model.rows.length - 1, column: model.columns.length - 1 };
  const plain = {
    Enter: (event) => {
      editor.commit();
      selection.enter(event.shiftKey ? -1 : 1);
    },
    Tab: (event) => {
      editor.commit();
      selection.tab(event.shiftKey ? -1 : 1);
    },
    F2: (event) => (event.shiftKey ? acts.open() : editor.edit()),
    // A second Escape lets go of the keyboard, so that Tab leads on through the page.
    Escape: () => (editor.editing ? editor.cancel() : field.blur()),
    PageUp: (event) => selection.move(-table.rowsInSight, 0, event.shiftKey),
    PageDown: (event) => selection.move(table.rowsInSight, 0, event.shiftKey),
    Home: (event) => selection.go(selection.active.row, 0, { extend: event.shiftKey }),
    End: (event) => selection.go(selection.active.row, far.column, { extend: event.shiftKey }),
    Delete: () => acts.clear(),
    Backspace: () => acts.clear(),
  };
  const withControl = {
    a: () => selection.select({ row: 0, column: 0 }, far),
    d: () => acts.fillDown(),
    y: () => acts.redo(),
    z: (event) => (event.shiftKey ? acts.redo() : acts.undo()),
    Enter: () => acts.explain(),
    Home: (event) => selection.go(0, 0, { extend: event.shiftKey }),
    End: (event) => selection.go(far.row, far.column, { extend: event.shiftKey }),
  };
  const whileEditing = new Set(["Enter", "Tab", "Escape"]);

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (ARROWS[event.key]) {
      if (arrow(event)) event.preventDefault();
      return;
    }
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = control ? withControl[key] : plain[event.key];
    if (!act || event.altKey || (editor.editing && !whileEditing.has(event.key))) return;
    event.preventDefault();
    act(event);
  });
}
