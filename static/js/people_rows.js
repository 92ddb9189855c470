// One more line for a person: a copy of the last one, emptied. Without this script there are lines enough for three.
for (const rows of document.querySelectorAll("[data-people-rows]")) {
  const button = rows.querySelector("[data-add-row]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const last = [...rows.querySelectorAll(".people-row")].at(-1);
    const row = last.cloneNode(true);
    row.querySelector(".field-error")?.remove();
    for (const input of row.querySelectorAll("input")) input.value = "";
    last.after(row);
    window.htmx?.process(row);
    row.querySelector("input").focus();
  });
}
