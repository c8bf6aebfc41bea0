// One list a page can be walked: one roving tab stop, J and K to move, and after an act the focus goes to the next item.
const CURRENT = "[data-item][aria-current]";
let next = null; // the id of the item to go to once the act under way has been swapped in

export function items() {
  return [...document.querySelectorAll("[data-list] [data-item]")].filter((item) => item.offsetParent);
}

export function current() {
  return document.querySelector(`[data-list] ${CURRENT}`);
}

export function select(item, { focus = true } = {}) {
  if (!item) return;
  for (const other of document.querySelectorAll("[data-list] [data-item]")) {
    other.removeAttribute("aria-current");
    other.tabIndex = -1;
  }
  item.setAttribute("aria-current", "true");
  item.tabIndex = 0;
  if (focus) {
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest", behavior: "instant" }); // a key that is held down would chase a smooth one
  }
  item.dispatchEvent(new CustomEvent("list:current", { bubbles: true, detail: { focus } }));
}

export function step(by) {
  const all = items();
  const at = all.indexOf(current());
  select(all[Math.max(0, Math.min(all.length - 1, at + by))]);
}

function neighbour(item) {
  const all = items();
  const at = all.indexOf(item);
  return all[at + 1] ?? all[at - 1] ?? null;
}

// The list holds still between press and release, or what is pressed would move away from under the pointer: the item
// becomes the current one with the click, and stays where it is on the screen. A tick alone leaves the current one.
let pressing = false;

function arrive(event) {
  const item = event.target.closest?.("[data-list] [data-item]");
  if (!item || item === current()) return;
  const before = item.getBoundingClientRect().top;
  select(item, { focus: false });
  const moved = item.getBoundingClientRect().top - before;
  if (moved) scrollerOf(item).scrollBy({ top: moved, behavior: "instant" });
}

function scrollerOf(item) {
  for (let box = item.parentElement; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight) return box;
  }
  return window;
}

document.addEventListener("pointerdown", () => { pressing = true; }, true);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => { pressing = false; }), true);
}
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-pick]")) arrive(event);
});
document.addEventListener("focusin", (event) => {
  if (!pressing) arrive(event);
});

// data-advance on a form: when the act has gone through, go to the item after this one. The dialog acts on the
// current item. Where the server says which item to go to (data-focus in the answer), that one wins.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches("[data-advance]")) next = neighbour(form.closest("[data-item]") ?? current())?.id ?? null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const list = document.querySelector("[data-list]");
  if (!list || !event.detail.target?.contains(list)) return;
  const wanted = list.dataset.focus || next;
  const acted = Boolean(wanted) || event.detail.requestConfig.verb === "post";
  next = null;
  const item = (wanted && document.getElementById(wanted)) || current() || items()[0];
  if (item) select(item, { focus: acted });
  else if (acted) list.focus();
});
