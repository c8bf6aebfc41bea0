// The verdict's form: says what is not saved yet, keeps somebody who leaves from losing it, and never lets a pressed
// button overtake a save that is under way.
let dirty = false;
let underWay = 0;
let waiting = null;

const form = () => document.getElementById("draft");
const saves = (element) => element.matches?.("[data-autosave]");

document.addEventListener("input", (event) => {
  if (!form()?.contains(event.target)) return;
  dirty = true;
  document.getElementById("draft-state").textContent = form().dataset.sayUnsaved;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!saves(event.detail.elt)) return;
  underWay += 1;
  dirty = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!saves(event.detail.elt)) return;
  underWay -= 1;
  if (!event.detail.successful) dirty = true;
  if (waiting && underWay === 0) {
    const press = waiting;
    waiting = null;
    press();
  }
});

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  if (underWay > 0) {
    event.preventDefault();
    const button = event.submitter;
    waiting = () => form().requestSubmit(button?.isConnected ? button : undefined);
    return;
  }
  dirty = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-drop-draft]")) dirty = false;
});

window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
