// Blocks of cells as spreadsheets put them on the clipboard: tabs, line ends, quotation marks around what holds them.

export function readBlock(text) {
  const rows = [];
  let [row, field, quoted, fresh] = [[], "", false, true];
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (text[place + 1] === '"') {
        field += '"';
        place += 1;
      } else quoted = false;
    } else if (sign === '"' && fresh) {
      [quoted, fresh] = [true, false];
    } else if (sign === "\t" || sign === "\n" || sign === "\r") {
      row.push(field);
      [field, fresh] = ["", true];
      if (sign === "\t") continue;
      rows.push(row);
      row = [];
      if (sign === "\r" && text[place + 1] === "\n") place += 1;
    } else {
      field += sign;
      fresh = false;
    }
  }
  if (field !== "" || row.length) rows.push([...row, field]);
  return rows;
}

// A table as a spreadsheet or a page puts it on the clipboard; a cell over several places stands in the first of them.
export function readTable(html) {
  // Its look is not ours to take, and the policy of the page would report it.
  const plain = html.replaceAll(/<style[\s\S]*?<\/style>|\sstyle=("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
  const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
  const rows = [];
  [...(table?.rows ?? [])].forEach((line, r) => {
    rows[r] ??= [];
    let c = 0;
    for (const cell of line.cells) {
      while (rows[r][c] !== undefined) c += 1;
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let across = 0; across < cell.colSpan; across += 1) {
          (rows[r + down] ??= [])[c + across] = down || across ? "" : cell.textContent.replaceAll(/\s+/g, " ").trim();
        }
      }
    }
  });
  return rows.slice(0, table?.rows.length ?? 0).map((row) => Array.from(row, (text) => text ?? ""));
}

// What was copied: by its text, which every spreadsheet gives exactly; by its table where the text has lost the cells.
export function readClipboard(data) {
  const rows = readBlock(data.getData("text/plain"));
  const single = rows.length <= 1 && (rows[0]?.length ?? 0) <= 1;
  const table = single ? readTable(data.getData("text/html")) : [];
  return table.length ? table : rows;
}

export function writeClipboard(data, rows) {
  const made = document.createElement("table");
  for (const row of rows) {
    const line = made.insertRow();
    for (const text of row) line.insertCell().textContent = text;
  }
  data.setData("text/plain", writeBlock(rows));
  data.setData("text/html", made.outerHTML);
}

export function writeBlock(rows) {
  const quote = (text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(quote).join("\t")).join("\r\n");
}

// Where a copied block goes: once from the corner on, or repeated over a selection that it fits into whole times.
export function spread(block, rows) {
  const [height, width] = [rows.length, Math.max(...rows.map((row) => row.length))];
  const [tall, wide] = [block.bottom - block.top + 1, block.right - block.left + 1];
  const repeats = tall % height === 0 && wide % width === 0;
  const [down, across] = repeats ? [tall, wide] : [height, width];
  const writes = [];
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const text = rows[row % height][column % width];
      if (text !== undefined) writes.push({ row: block.top + row, column: block.left + column, text });
    }
  }
  return { writes, bottom: block.top + down - 1, right: block.left + across - 1 };
}
