// Shows where the recording would open while the start and the shift are being changed. Saving works without it.

const form = document.querySelector("[data-adjust]");

function clock(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(rest).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

if (form) {
  const { started, shift } = form.elements;
  // What is typed is the wall clock of the talk's zone; only how far it has moved from the stored start matters here.
  const typedAtFirst = Date.parse(started.value);
  const begun = Number(form.dataset.adjust);

  const show = () => {
    form.querySelector("[data-shift]").textContent = shift.value > 0 ? `+${shift.value}` : shift.value;
    const moved = (Date.parse(started.value) - typedAtFirst) / 1000;
    for (const place of form.querySelectorAll("[data-answering]")) {
      const seconds = Number(place.dataset.answering) - begun - moved + Number(shift.value);
      place.textContent = Number.isNaN(seconds) || seconds < 0 ? place.dataset.early : clock(Math.round(seconds));
    }
  };
  form.addEventListener("input", show);
  show();
}
