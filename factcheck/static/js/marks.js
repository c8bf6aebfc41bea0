// The marks in the article and the cards beside it are two views of the same candidates: going to one shows the other.
import { select } from "./list.js";

const SIDE_BY_SIDE = matchMedia("(min-width: 64rem)"); // below that the text is another part of the page

const marksOf = (id) => document.querySelectorAll(`.mark[data-candidates~="${id}"]`);

document.addEventListener("list:current", (event) => {
  const id = event.target.dataset.candidate;
  if (!id) return;
  for (const mark of document.querySelectorAll(".mark[aria-current]")) mark.removeAttribute("aria-current");
  const marks = [...marksOf(id)];
  for (const mark of marks) mark.setAttribute("aria-current", "true");
  if (event.detail.focus && SIDE_BY_SIDE.matches) marks[0]?.scrollIntoView({ block: "nearest", behavior: "instant" });
});

// The likely ones are marked; the key L, or the link of the legend, marks them all.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-marks-toggle]");
  const prose = document.querySelector("[data-prose]");
  if (!toggle || !prose || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (prose.dataset.marks) delete prose.dataset.marks;
  else prose.dataset.marks = "all";
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark");
  if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const card = document.getElementById(mark.hash.slice(1));
  if (!card) return; // the card is under another tab: follow the link, which opens that tab
  event.preventDefault();
  select(card);
});

// After an act the server tells what became of which candidate; the text itself is not sent again.
document.addEventListener("candidates:changed", (event) => {
  for (const [id, state] of Object.entries(event.detail.states ?? {})) {
    for (const mark of marksOf(id)) {
      if (mark.dataset.lead !== id) continue;
      mark.dataset.state = state;
      delete mark.dataset.score; // what somebody has decided on, no threshold hides
      delete mark.dataset.below;
      delete mark.dataset.faint;
    }
  }
});
