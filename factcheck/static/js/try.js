// The forms of the API's page: each sends its request as a program would and shows the whole answer.
const SHOWN = ["ETag", "Location", "Link", "Retry-After", "RateLimit", "Idempotent-Replayed"];
const LONGEST = 100000;
const start = document.querySelector("[data-try-token]");

function values(field) {
  const chosen = field.multiple && field.options ? [...field.selectedOptions].map((option) => option.value) : [field.value];
  const given = chosen.filter((value) => value !== "");
  return "joined" in field.dataset && given.length ? [given.join(",")] : given;
}

function requestOf(form) {
  let address = form.dataset.address;
  const query = new URLSearchParams();
  const headers = { Accept: "application/json" };
  let body;
  for (const field of form.querySelectorAll("[data-in]")) {
    switch (field.dataset.in) {
      case "path":
        address = address.replace(`{${field.name}}`, encodeURIComponent(field.value));
        break;
      case "query":
        values(field).forEach((value) => query.append(field.name, value));
        break;
      case "header":
        values(field).forEach((value) => { headers[field.name] = value; });
        break;
      case "form":
        body ??= new FormData();
        if (field.type === "file") [...field.files].forEach((file) => body.append(field.name, file));
        else values(field).forEach((value) => body.append(field.name, value));
        break;
      default:
        body = field.value;
        headers["Content-Type"] = "application/json";
    }
  }
  const token = start.querySelector("#try-token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  else if (form.dataset.method !== "GET") headers["X-CSRFToken"] = start.elements.csrfmiddlewaretoken.value;
  const asked = query.toString();
  // With a token the session stays out of it, so that what is shown is what the program would get.
  const credentials = token ? "omit" : "same-origin";
  return { address: asked ? `${address}?${asked}` : address, method: form.dataset.method, headers, body, credentials };
}

function shown(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function line(tag, words, name = "") {
  const element = document.createElement(tag);
  element.textContent = words;
  element.className = name;
  return element;
}

function block(words) {
  const box = line("pre", "", "code");
  box.append(line("code", words.length > LONGEST ? `${words.slice(0, LONGEST)}\n…` : words));
  box.tabIndex = 0;
  return box;
}

async function send(form) {
  const { address, ...request } = requestOf(form);
  const place = form.querySelector("[data-answer]");
  place.replaceChildren(line("p", `${request.method} ${address} …`, "muted"));
  try {
    const response = await fetch(address, request);
    const headers = SHOWN.filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}`);
    const disposition = response.headers.get("Content-Disposition");
    const text = disposition ? disposition : shown(await response.text());
    place.replaceChildren(
      line("p", `${request.method} ${address}`, "small muted break"),
      line("p", `${response.status} ${response.statusText}`, response.ok ? "" : "due late"),
      block([...headers, "", text].join("\n").trim()),
    );
    offer(response.headers.get("ETag"));
  } catch {
    place.replaceChildren(line("p", "The desk did not answer. Check the connection, then send it again.", "due late"));
  }
}

// The ETag of what was just read is what the next write has to name.
function offer(tag) {
  if (!tag) return;
  document.querySelectorAll("input[name='If-Match']").forEach((field) => { field.value = tag; });
}

if (start) {
  start.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-try]")) return;
    event.preventDefault();
    send(event.target);
  });
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}
