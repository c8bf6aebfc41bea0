// Passkeys: the browser makes or finds one, and its answer is sent with the form. The forms are hidden without script.
const supported = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);

// Found by any passkey of this site, so the browser has to keep it together with whose it is.
function discoverable(options) {
  const selection = { ...options.authenticatorSelection };
  selection.residentKey = "required";
  selection.requireResidentKey = true;
  selection.userVerification = "required";
  return { ...options, authenticatorSelection: selection };
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()).request_options.publicKey;
}

async function credential(form) {
  const asked = await options(form);
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(discoverable(asked));
    return navigator.credentials.create({ publicKey });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !supported;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await credential(form)).toJSON());
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}
