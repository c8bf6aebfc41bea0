// How many characters are written, counted as the server counts them: code points, a figure without its formula.
const FORMULA = /\[\[([^[\]=\n]*[0-9?][^[\]=\n]*?)\s*=[^[\]=\n]+\]\]/g;
function count(field) {
  const place = document.getElementById(field.dataset.counter);
  const limit = Number(field.dataset.max);
  const length = [...field.value.replace(FORMULA, "$1")].length;
  place.textContent = field.dataset.sayCount.replace("{length}", length).replace("{limit}", limit);
  place.toggleAttribute("data-over", length > limit);
}

const fields = (root) => root.querySelectorAll("[data-counter]");

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-counter]")) count(event.target);
});
document.addEventListener("htmx:afterSettle", (event) => fields(event.target).forEach(count));
fields(document).forEach(count);
