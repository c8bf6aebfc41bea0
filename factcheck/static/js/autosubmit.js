// A choice that acts at once needs no button; the stylesheet hides the form's own where scripts run.
document.addEventListener("change", (event) => {
  if (event.target.form?.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});
