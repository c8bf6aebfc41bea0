// An answer that draws a list anew leaves the items that did not change where they stand: to lay out and paint sixty
// cards for one decision takes a browser a quarter of a second. The box that is swapped says so: data-keeps-unchanged.
const KEEPS = "[data-keeps-unchanged]";
const drawn = new WeakMap(); // each item as the server drew it

// The same token is masked otherwise in each answer.
const asDrawn = (item) => item.outerHTML.replaceAll(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");

function remember(list) {
  for (const item of list?.children ?? []) drawn.set(item, asDrawn(item));
}

// Puts the new items into the list, the unchanged ones as they stand; answers with those that are new on the page.
function renewItems(list, coming) {
  const standing = new Map([...list.children].map((item) => [drawn.get(item), item]));
  remember(coming);
  const wanted = [...coming.children].map((item) => standing.get(drawn.get(item)) ?? item);
  const stays = new Set(wanted);
  for (const item of [...list.children]) if (!stays.has(item)) item.remove();
  let place = list.firstElementChild;
  const fresh = [];
  for (const item of wanted) {
    if (item === place) {
      place = place.nextElementSibling;
      continue;
    }
    if (item.parentNode !== list) fresh.push(item);
    list.insertBefore(item, place);
  }
  return fresh;
}

function renew(box, answer) {
  const list = box.querySelector("[data-list]");
  const coming = answer.querySelector("[data-list]");
  const parts = [...answer.childNodes];
  const at = parts.indexOf(coming);
  if (!list || list.parentNode !== box || at < 0) {
    box.replaceChildren(...parts);
    remember(coming);
    return [...box.children];
  }
  for (const old of [...box.childNodes]) if (old !== list) old.remove();
  for (const name of list.getAttributeNames()) list.removeAttribute(name);
  for (const { name, value } of coming.attributes) list.setAttribute(name, value);
  list.before(...parts.slice(0, at));
  list.after(...parts.slice(at + 1));
  const around = [...box.children].filter((part) => part !== list);
  return [...around, ...renewItems(list, coming)];
}

htmx.defineExtension("unchanged", {
  handleSwap: (style, box, answer) => style === "unchanged" && renew(box, answer),
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target?.matches?.(KEEPS) && !detail.isError) detail.swapOverride = "unchanged";
});

for (const box of document.querySelectorAll(KEEPS)) remember(box.querySelector("[data-list]"));
