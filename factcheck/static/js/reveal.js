// A button beside a password that shows what is being typed, so that it need not be typed twice.
for (const field of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link small start";
  const say = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = document.body.dataset[shown ? "sayHidePassword" : "sayShowPassword"];
  };
  button.addEventListener("click", () => say(field.type === "password"));
  field.form.addEventListener("submit", () => say(false));
  field.after(button);
  say(false);
}
