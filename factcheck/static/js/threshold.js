// While somebody moves the threshold, what it would hide is dimmed at once; the server's answer follows with the list,
// the text and the count. The two controls are one value.
const HALF_STEP = 0.005; // scores are printed with two digits: one printed as the threshold is not below it

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-threshold]");
  if (!form || event.target.value === "") return;
  for (const control of form.querySelectorAll("[type=range], [type=number]")) {
    if (control !== event.target) control.value = Number(event.target.value).toFixed(2);
  }
  const cut = Number(event.target.value) - HALF_STEP;
  for (const one of document.querySelectorAll("[data-score]")) {
    one.toggleAttribute("data-below", Number(one.dataset.score) < cut);
  }
});
