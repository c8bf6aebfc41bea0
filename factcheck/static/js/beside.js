// A source's copy beside the text: words looked for in it, and a passage of it taken over as the quotation.
import { toast } from "./toasts.js";

const panel = () => document.getElementById("beside-source");
let found = [];
let at = -1;

function ranges(words) {
  const wanted = words.trim().toLowerCase();
  const hits = [];
  if (!wanted) return hits;
  const walker = document.createTreeWalker(panel().querySelector("[data-copy-words]"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.toLowerCase();
    for (let place = text.indexOf(wanted); place >= 0; place = text.indexOf(wanted, place + wanted.length)) {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + wanted.length);
      hits.push(range);
    }
  }
  return hits;
}

function mark() {
  if (!globalThis.CSS?.highlights) return;
  CSS.highlights.set("found", new Highlight(...found));
  CSS.highlights.set("found-here", new Highlight(...(found[at] ? [found[at]] : [])));
}

function go(number) {
  if (found.length) {
    at = (number + found.length) % found.length;
    found[at].startContainer.parentElement.scrollIntoView({ block: "center" });
  }
  mark();
}

function look(words) {
  found = ranges(words);
  at = -1;
  const status = panel().querySelector("[data-found]");
  status.textContent = words.trim() ? status.dataset.sayFound.replace("{count}", found.length) : "";
  go(0);
}

function close() {
  const opener = document.querySelector("[data-beside][data-opened]");
  panel().replaceChildren();
  document.querySelector(".bench").removeAttribute("data-reading");
  found = [];
  mark();
  opener?.focus();
  opener?.removeAttribute("data-opened");
}

function takeOver(button) {
  const selection = document.getSelection();
  const words = String(selection).trim();
  if (!words || !panel().querySelector("[data-copy-words]").contains(selection.anchorNode)) {
    toast(button.dataset.sayNothing);
    return;
  }
  const address = `${button.dataset.takeQuote}?quote=${encodeURIComponent(words)}`;
  htmx.ajax("GET", address, { target: "#dialog-body", swap: "innerHTML" });
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-find]")) look(event.target.value);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-find]")) go(at + (event.shiftKey ? -1 : 1));
});
// A press must not take the selection away.
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-take-quote]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-beside]")) event.target.closest("[data-beside]").dataset.opened = "";
  if (event.target.closest("[data-find-next]")) go(at + 1);
  if (event.target.closest("[data-close-copy]")) close();
  const button = event.target.closest("[data-take-quote]");
  if (button) takeOver(button);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "beside-source") return;
  document.querySelector(".bench").dataset.reading = "";
  (panel().querySelector("[data-find]") ?? panel()).focus();
});
