// <form data-voice="give take">: a reaction shows at once and goes to the server behind it. What does not arrive is
// taken back with a sentence. Without scripts the same form leads back to the post.

const GENTLE = { Accept: "application/json" };

// Where the number of a reaction stands; nothing does while nobody has given any.
function numberOf(button) {
  let found = button.querySelector(".reaction__count");
  if (!found) {
    found = document.createElement("span");
    found.className = "reaction__count";
    button.append(" ", found);
  }
  return found;
}

function count(button) {
  return Number(numberOf(button).textContent) || 0;
}

function show(button, [give, take], pressed, number) {
  button.ariaPressed = String(pressed);
  button.name = pressed ? take : give;
  numberOf(button).textContent = number > 0 ? String(number) : "";
}

function tell(place, sentence) {
  let line = place.querySelector("[role=alert]");
  if (!line) {
    line = document.createElement("p");
    line.role = "alert";
    line.className = "voices__error";
    place.append(line);
  }
  line.textContent = sentence;
}

// Resolves to what the server says now; to an empty answer when none came or it was no answer to this.
async function send(form, button) {
  const body = new FormData(form, button);
  const response = await fetch(form.action, { method: "POST", body, headers: GENTLE }).catch(() => null);
  return (await response?.json().catch(() => null)) ?? {};
}

async function press(form, button) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const place = form.closest("[data-voices]");
  const names = form.dataset.voice.split(" ");
  const [was, before] = [button.ariaPressed === "true", count(button)];
  const answering = send(form, button);
  show(button, names, !was, before + (was ? -1 : 1));
  tell(place, "");
  const answer = await answering;
  delete form.dataset.sending;
  if (typeof answer.count === "number") return show(button, names, answer.pressed, answer.count);
  show(button, names, was, before);
  tell(place, answer.error ?? place.closest("[data-failed]").dataset.failed);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-voice]") || !event.submitter) return;
  event.preventDefault();
  press(event.target, event.submitter);
});
