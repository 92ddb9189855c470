// One box that marks all boxes of a name.
for (const all of document.querySelectorAll("[data-mark-all]")) {
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.markAll}"]`)) {
      box.checked = all.checked;
    }
  });
}
