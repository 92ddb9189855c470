// The form beside the rules: of several forms only the chosen one shows, and tables grow with what is typed.

function choose(set) {
  const { value } = set.querySelector("select");
  for (const variant of set.querySelectorAll("[data-variant]")) variant.hidden = variant.dataset.variant !== value;
}

function grow(table) {
  const rows = [...table.tBodies[0].rows];
  const last = rows.at(-1);
  if (![...last.querySelectorAll("input")].some((input) => input.value)) return;
  const next = last.cloneNode(true);
  for (const input of next.querySelectorAll("input")) {
    input.value = "";
    if (input.type !== "hidden") input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, String(rows.length + 1)));
  }
  table.tBodies[0].append(next);
}

for (const set of document.querySelectorAll("[data-variants]")) {
  choose(set);
  set.querySelector("select").addEventListener("change", () => choose(set));
}
for (const table of document.querySelectorAll("[data-rows]")) table.addEventListener("input", () => grow(table));

// A block from a spreadsheet goes into the rows as it stands there.
document.addEventListener("paste", (event) => {
  const table = event.target.closest?.("[data-rows]");
  const text = event.clipboardData.getData("text/plain");
  if (!table || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const first = [...table.tBodies[0].rows].indexOf(event.target.closest("tr"));
  text.trimEnd().split(/\r?\n/).forEach((line, place) => {
    if (first + place >= table.tBodies[0].rows.length) grow(table);
    const inputs = table.tBodies[0].rows[first + place]?.querySelectorAll("input:not([type=hidden])") ?? [];
    line.split("\t").slice(0, 2).forEach((value, column) => { if (inputs[column]) inputs[column].value = value.trim(); });
  });
  grow(table);
});

// The address may lead to the rule that was opened, and following it takes the keyboard away: so only once it was followed.
function focusForm() {
  const heading = document.querySelector("[data-side] h2");
  if (!heading || !/[?&](at|node)=/.test(location.search)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

if (document.readyState === "complete") focusForm();
else globalThis.addEventListener("load", () => requestAnimationFrame(focusForm), { once: true });
