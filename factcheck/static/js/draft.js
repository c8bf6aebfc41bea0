// The verdict's form: says what is not saved yet, keeps it in this browser until it is, and never lets a pressed button
// overtake a save that is under way. Whatever keeps the desk from taking it, the page and its words stay.
import { forget, keep, kept } from "./kept_words.js";
import { renew } from "./token.js";

const AGAIN = 5000; // milliseconds until the next try while something is in the way
const PARTS = ["summary", "explanation"];
let dirty = false;
let underWay = 0;
let waiting = null;
let trouble = "";

const section = () => document.getElementById("verdict");
const form = () => document.getElementById("draft");
const saves = (element) => element.matches?.("[data-autosave]");
const state = (words) => (document.getElementById("draft-state").textContent = words);
const save = () => form()?.dispatchEvent(new Event("draft:save"));

function typed() {
  const { elements } = form();
  const words = Object.fromEntries(PARTS.map((name) => [name, elements[name].value]));
  return { ...words, rating: elements.rating?.value ?? "", version: elements.expected_version.value, at: Date.now() };
}

const same = (one, other) => ["rating", ...PARTS].every((name) => one[name] === other[name]);

// One notice at a time: why the words are not saved, and what comes next.
function say(name) {
  trouble = name;
  for (const notice of document.querySelectorAll("[data-draft-notice]")) notice.hidden = notice.dataset.draftNotice !== name;
}

document.addEventListener("input", (event) => {
  if (!form()?.contains(event.target)) return;
  dirty = true;
  state(form().dataset.sayUnsaved);
  keep(section(), typed());
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!saves(event.detail.elt)) return;
  underWay += 1;
  dirty = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr } = event.detail;
  if (!saves(elt)) return;
  underWay -= 1;
  if (successful) saved();
  else notSaved(xhr.status, xhr.getResponseHeader("HX-Trigger") === "stale-token");
});

function saved() {
  if (trouble !== "back") say("");
  if (underWay > 0) return;
  if (!dirty && form()) forget(section());
  const press = waiting;
  waiting = null;
  press?.();
}

function notSaved(status, stale) {
  dirty = true;
  waiting = null;
  if (form()) state(form().dataset.sayUnsaved);
  if (stale) comeBack();
  else if (status === 401) say("signed-out");
  else if (status === 0 || status === 429 || status >= 500) say("unreachable");
  else if (trouble !== "back") say("");
}

// Sent again once the desk answers and the same person is signed in.
async function comeBack() {
  const answer = await renew();
  if (answer === "here") save();
  else say(answer);
}

setInterval(() => {
  if (trouble && trouble !== "back" && dirty && underWay === 0 && form()) comeBack();
}, AGAIN);
window.addEventListener("online", () => trouble && comeBack());

document.addEventListener("submit", (event) => {
  if (event.target !== form()) return;
  const button = event.submitter;
  if (button?.name === "over") {
    dirty = false;
    return;
  }
  const saveOnly = !button || button.id === "save-draft";
  if (saveOnly || dirty || underWay > 0) {
    event.preventDefault();
    if (!saveOnly) waiting = () => form().requestSubmit(document.getElementById(button.id));
    if (underWay === 0) save();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-drop-draft]")) return;
  dirty = false;
  forget(section());
  say("");
});

window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});

// What was kept comes back into the form; where the verdict cannot be written in now, it is shown to copy from.
function restore() {
  const words = section() && kept(section());
  if (!words) return;
  if (!form()) {
    document.getElementById("kept-words").textContent = PARTS.map((name) => words[name]).join("\n\n");
    say("locked");
    return;
  }
  if (same(words, typed())) {
    forget(section());
    return;
  }
  const { elements } = form();
  for (const name of PARTS) elements[name].value = words[name];
  if (elements.rating) elements.rating.value = words.rating;
  elements.expected_version.value = words.version;
  say("back");
  elements.summary.dispatchEvent(new Event("input", { bubbles: true }));
  elements.explanation.dispatchEvent(new Event("input", { bubbles: true }));
}

window.addEventListener("load", restore);
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "verdict") restore();
});
