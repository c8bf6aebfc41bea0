// A dialog is a page of its own without script. With script, a link marked data-open shows one that is in the page
// already, and a link that htmx loads into #dialog-body shows that one. The browser traps and returns the focus.
const dialog = document.getElementById("dialog");

export function anyOpen() {
  return document.querySelector("dialog[open]") !== null;
}

export function open(id) {
  const wanted = document.getElementById(id);
  if (wanted && !wanted.open) wanted.showModal();
  return wanted !== null;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && open(opener.dataset.open)) event.preventDefault();
  if (event.target.closest("[data-close]") && event.target.closest("dialog")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
  if (event.target.matches("dialog")) event.target.close(); // the backdrop
});

// Only once htmx has settled are the forms inside its own: a key pressed sooner would load a whole page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "dialog-body") return;
  const heading = dialog.querySelector("h1, h2");
  dialog.setAttribute("aria-label", heading ? heading.textContent.trim() : "Dialog");
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector("[aria-invalid=true], [autofocus], input:not([type=hidden]), textarea, select");
  if (first) first.focus();
});

// An act that was sent from the dialog and went through leaves nothing to ask.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, target, xhr } = event.detail;
  const inside = dialog && dialog.contains(requestConfig.elt);
  if (inside && xhr.status < 400 && target.id !== "dialog-body" && !dialog.contains(target)) dialog.close();
});

// In a list of reasons the digits choose and send.
document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("dialog [data-digits]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
  const choice = list.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.form.requestSubmit();
});

// Ctrl and Enter (or Cmd and Enter) send the form somebody is writing in, as in every mail program.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("form textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
