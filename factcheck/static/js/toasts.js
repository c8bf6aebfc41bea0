// One toast at a time. It leaves after 8 seconds, later while it is hovered or focused; the Undo it carried stays
// within reach of the Z key until the next act.
const box = document.getElementById("toasts");
const STAY = 8000;
const AGAIN = 2000;
let timer = 0;

function current() {
  const all = box.querySelectorAll("[data-toast]");
  return all[all.length - 1] ?? null;
}

function leave(shown) {
  if (!shown.isConnected) return;
  if (shown.matches(":hover, :focus-within")) timer = setTimeout(leave, AGAIN, shown);
  else shown.classList.add("gone");
}

function arrived() {
  const shown = current();
  for (const older of box.querySelectorAll("[data-toast]")) if (older !== shown) older.remove();
  clearTimeout(timer);
  if (shown) timer = setTimeout(leave, STAY, shown);
}

export function toast(text) {
  const element = document.createElement("div");
  element.className = "toast";
  element.dataset.toast = "";
  element.append(text);
  box.append(element);
  arrived();
}

export function undoLast() {
  const form = box.querySelector("[data-undo]");
  if (!form) return false;
  form.requestSubmit();
  return true;
}

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target === box) arrived();
});
arrived();
