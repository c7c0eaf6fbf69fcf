// [data-password] around a password field gets a button that shows what was typed. Its words come from the page's language.

const WORDS = {
  en: ["Show", "Hide", "Show the password", "Hide the password"],
  fr: ["Voir", "Cacher", "Voir le mot de passe", "Cacher le mot de passe"],
  es: ["Ver", "Ocultar", "Ver la contraseña", "Ocultar la contraseña"],
  hu: ["Mutat", "Elrejt", "A jelszó megjelenítése", "A jelszó elrejtése"],
};

function wordsOfPage() {
  return WORDS[document.documentElement.lang.slice(0, 2)] ?? WORDS.en;
}

function paint(button, shown) {
  const [show, hide, showLong, hideLong] = wordsOfPage();
  button.textContent = shown ? hide : show;
  button.setAttribute("aria-label", shown ? hideLong : showLong);
}

function addToggle(box) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "password__toggle";
  paint(button, false);
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    paint(button, shown);
  });
  // Password managers and history should see a password again.
  input.form?.addEventListener("submit", () => (input.type = "password"));
  box.append(button);
}

export function addPasswordToggles(root = document) {
  for (const box of root.querySelectorAll("[data-password]")) addToggle(box);
}
