// After a sign ([ in an explanation, @ in a comment) the field offers what can follow it: the sources, the colleagues.
// Arrow keys choose, Enter or Tab takes, Escape leaves what is typed as it is. The offers stand in the page as a list
// of elements with data-value (what is written) and words (what is shown); `data-load` says where they come from.
import { replace } from "./insert.js";

const MOST = 8;
const loading = new WeakMap();
let field = null;
let list = null;
let from = 0;
let at = 0;

const options = () => [...(list?.querySelectorAll("[role=option]") ?? [])];

function close() {
  list?.remove();
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
  field = list = null;
}

// What was typed since the sign, or null where the text cursor follows none.
function typed(area) {
  const sign = area.dataset.suggest;
  const before = area.value.slice(0, area.selectionStart);
  const place = before.lastIndexOf(sign);
  if (place < 0 || (sign === "@" && /\w/.test(before[place - 1] ?? ""))) return null;
  const words = before.slice(place + 1);
  if (words.length > 30 || /[\n\]()]/.test(words)) return null;
  from = place;
  return words.toLowerCase();
}

async function load(place) {
  try {
    const answer = await fetch(place.dataset.load);
    if (answer.ok) place.innerHTML = await answer.text();
    else loading.delete(place);
  } catch {
    loading.delete(place); // asked again at the next sign
  }
}

async function offers(area) {
  const place = document.getElementById(area.dataset.suggestFrom);
  if (!place) return [];
  if (place.dataset.load && !loading.has(place)) loading.set(place, load(place));
  await loading.get(place);
  return [...place.querySelectorAll("[data-value]")].map((one) => ({ value: one.dataset.value, words: one.textContent.trim() }));
}

async function offer(area) {
  const words = typed(area);
  if (words === null) return close();
  const all = await offers(area);
  if (document.activeElement !== area || typed(area) !== words) return undefined;
  const fit = all.filter((one) => `${one.value} ${one.words}`.toLowerCase().includes(words)).slice(0, MOST);
  close();
  if (fit.length) draw(area, fit);
  return undefined;
}

function draw(area, fit) {
  field = area;
  list = document.createElement("ul");
  list.className = "suggest";
  list.id = `${area.id}-suggest`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.getElementById(area.dataset.suggestFrom).getAttribute("aria-label"));
  list.append(...fit.map((one, number) => option(one, number)));
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  choose(0);
}

function option(one, number) {
  const item = document.createElement("li");
  item.id = `${list.id}-${number}`;
  item.setAttribute("role", "option");
  item.dataset.value = one.value;
  item.textContent = one.words;
  return item;
}

function choose(number) {
  const all = options();
  at = (number + all.length) % all.length;
  for (const one of all) one.setAttribute("aria-selected", String(one === all[at]));
  field.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

function take(item) {
  const area = field;
  const to = area.selectionStart;
  const value = item.dataset.value;
  const start = from;
  close();
  replace(area, start, to, value);
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-suggest]")) offer(event.target);
});
document.addEventListener("focusout", (event) => {
  if (event.target === field) setTimeout(close, 150);
});
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest(".suggest [role=option]");
  if (!item) return;
  event.preventDefault();
  take(item);
});
document.addEventListener(
  "keydown",
  (event) => {
    if (!list || event.target !== field) return;
    const keys = {
      ArrowDown: () => choose(at + 1),
      ArrowUp: () => choose(at - 1),
      Enter: () => take(options()[at]),
      Tab: () => take(options()[at]),
      Escape: close,
    };
    if (!(event.key in keys) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  },
  true,
);
