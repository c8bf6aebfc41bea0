// The keyboard map. Single keys only, never with Ctrl, Alt or Meta, never while somebody types, and one switch turns
// them off (WCAG 2.1.4). An item's own acts are the elements marked data-key="a" and so on inside it.
import { anyOpen, open } from "./dialogs.js";
import { current, select, step } from "./list.js";
import { anyPicked } from "./pick.js";
import { undoLast } from "./toasts.js";

const GO_WITHIN = 900; // milliseconds between G and the letter after it
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";
let on = true;
let went = 0;

try {
  on = localStorage.getItem("keys") !== "off";
} catch {
  // no storage: the keys stay on
}

const map = {
  j: () => step(1),
  k: () => step(-1),
  z: () => undoLast(),
  "?": () => open("keys-dialog"),
  "/": () => visible("[data-search]")?.focus(),
  " ": (event) => event.target === current() && tick(),
  enter: (event) => event.target === current() && current().querySelector("a[href]")?.click(),
};

function visible(selector) {
  return [...document.querySelectorAll(selector)].find((element) => element.offsetParent);
}

function tick() {
  current().querySelector("[data-pick]")?.click();
  return true;
}

function press(key) {
  const bulk = anyPicked() && visible(`[data-bulk] [data-key="${key}"]`);
  const own = bulk || current()?.querySelector(`[data-key="${key}"]`) || visible(`[data-page-key="${key}"]`);
  if (!own || own.disabled) return false;
  if (!bulk && current()?.contains(own)) select(current());
  own.click();
  return true;
}

function go(key) {
  const link = document.querySelector(`[data-go="${key}"]`);
  if (link) link.click();
  return Boolean(link);
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || anyOpen()) return;
  if (event.target.closest(TYPING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const key = event.key.toLowerCase();
  if (Date.now() - went < GO_WITHIN) {
    went = 0;
    if (go(key)) event.preventDefault();
    return;
  }
  if (key === "g") {
    went = Date.now();
    return;
  }
  const handle = map[key];
  if (handle ? handle(event) !== false && handle !== map.enter : /^[a-z]$/.test(key) && press(key)) event.preventDefault();
});

const switches = document.querySelectorAll("[data-keys-toggle]");
for (const one of switches) {
  one.checked = on;
  one.addEventListener("change", () => {
    on = one.checked;
    for (const other of switches) other.checked = on;
    try {
      localStorage.setItem("keys", on ? "on" : "off");
    } catch {
      // no storage: it holds for this page
    }
  });
}
