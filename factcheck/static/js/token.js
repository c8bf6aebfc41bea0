// Each form carries a token that proves that it comes from this site. It goes stale when somebody signs in again, and
// the cookie it belongs to may be lost; a page that was open meanwhile fetches a new one and keeps what is typed.
const FIELD = "input[name=csrfmiddlewaretoken]";

const person = (page) => page.body.dataset.person ?? "";

// "here", or why the forms of this page cannot be sent: "unreachable", "signed-out" or "somebody-else".
export async function renew() {
  let answer;
  try {
    answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (!answer.ok) return "unreachable";
  } catch {
    return "unreachable";
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector(FIELD)?.value;
  if (!person(page) || !token) return "signed-out";
  if (person(page) !== person(document)) return "somebody-else";
  for (const field of document.querySelectorAll(FIELD)) field.value = token;
  return "here";
}

// The draft has its own way back, see draft.js; for any other form the notice says to send it again.
document.addEventListener("stale-token", (event) => {
  if (!event.target.matches?.("[data-autosave]")) renew();
});

// Somebody who went to sign in elsewhere finds the forms ready to be sent.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && document.querySelector("[data-problem][data-signed-out]")) renew();
});
