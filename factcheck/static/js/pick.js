// Ticked boxes: how many, the bar that acts on them, and a box that ticks them all. Ticks survive a swap of the list.
let kept = new Set();

const picks = () => [...document.querySelectorAll("[data-pick]")];
const ticked = () => picks().filter((box) => box.checked);

export function anyPicked() {
  return ticked().length > 0;
}

export function update() {
  const count = ticked().length;
  kept = new Set(ticked().map((box) => box.value));
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = String(count);
  for (const bar of document.querySelectorAll("[data-bulk]")) bar.hidden = count === 0;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) for (const box of picks()) box.checked = event.target.checked;
  if (event.target.matches("[data-pick], [data-pick-all]")) update();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clear]")) return;
  for (const box of document.querySelectorAll("[data-pick], [data-pick-all]")) box.checked = false;
  update();
});

document.addEventListener("htmx:afterSettle", () => {
  for (const box of picks()) if (kept.has(box.value)) box.checked = true;
  update();
});
update();
