// Ctrl K (Cmd K) finds anything: type, go up and down with the arrows, Enter opens. The results come from the search
// page, which does the same without script.
import { open } from "./dialogs.js";

const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const links = () => [...palette.querySelectorAll("#palette-results a[href]")];

function show() {
  if (!open("palette")) return false;
  field.select();
  window.htmx.trigger(field.form, "palette:open");
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (palette && (palette.open || !document.querySelector("dialog[open]")) && show()) event.preventDefault();
});

palette?.addEventListener("keydown", (event) => {
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    (all[at + (event.key === "ArrowDown" ? 1 : -1)] ?? (event.key === "ArrowDown" ? all.at(-1) : field))?.focus();
  } else if (at >= 0 && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
    field.focus(); // what is typed goes on with the words
  }
});

// Enter in the field opens what stands first; while nothing is found yet the form leads to the page of the search.
palette?.addEventListener("submit", (event) => {
  const first = links()[0];
  if (!first || !field.value.trim()) return;
  event.preventDefault();
  first.click();
});
