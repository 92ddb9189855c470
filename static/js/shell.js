// Small behaviour of the frame: menus close on Escape and on a click elsewhere; files name themselves.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-drop][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-drop]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-drop][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A form that asks to be sent as soon as a choice is made still has its button for those without scripts.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

// A press on a button that starts something may come twice: the second press is not sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method.toLowerCase() !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
