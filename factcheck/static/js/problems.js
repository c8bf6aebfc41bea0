// A refusal is shown beside what was refused: in the nearest .problem of its form, card or dialog, else on top of the
// page. Forms that come back with their own errors (also 4xx) are swapped where they always go.
// What to say stands in the page, in the language of the page.
const words = document.body.dataset;

function place(element) {
  const near = element.closest?.(".claim, dialog, [data-problem-near]")?.querySelector(".problem");
  return near ?? document.getElementById("problem");
}

function say(element, text) {
  const notice = document.createElement("p");
  notice.className = "notice";
  notice.dataset.tone = "5";
  notice.textContent = text;
  const spot = place(element);
  spot.replaceChildren(notice);
  spot.scrollIntoView({ block: "nearest" });
}

// What the page asks for by itself while somebody writes; the draft's own notices say why it gets no answer.
const quiet = ({ elt, xhr }) =>
  elt.matches?.("[data-quiet]") &&
  (xhr.status === 0 || xhr.status === 401 || xhr.status === 429 || xhr.status >= 500 || xhr.getResponseHeader("HX-Trigger") === "stale-token");

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status >= 400 && quiet({ elt: requestConfig.elt, xhr })) {
    event.detail.shouldSwap = false;
    return;
  }
  if (xhr.status < 400) {
    for (const old of document.querySelectorAll("#problem, .problem")) old.replaceChildren();
    return;
  }
  if (!xhr.responseText.includes("data-problem")) return;
  event.detail.target = place(requestConfig.elt);
  event.detail.swapOverride = "innerHTML show:none";
  if (xhr.responseText.includes("<html")) {
    event.detail.shouldSwap = false;
    say(requestConfig.elt, words.sayBroken);
  }
});

document.addEventListener("htmx:sendError", (event) => {
  if (!quiet(event.detail)) say(event.detail.requestConfig.elt, words.sayUnreachable);
});
document.addEventListener("htmx:responseError", (event) => {
  if (quiet(event.detail)) return;
  if (event.detail.xhr.status === 502 || event.detail.xhr.status === 504) say(event.detail.requestConfig.elt, words.sayBroken);
});
