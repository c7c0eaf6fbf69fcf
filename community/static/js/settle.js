// Counts aloud what a form about open questions will do. Without this script the form says the same, question by question.

const form = document.querySelector("[data-settle]");
const sum = form?.querySelector("[data-settle-sum]");

function count() {
  for (const place of sum.querySelectorAll("[data-count]")) {
    place.textContent = form.querySelectorAll(`input[value="${place.dataset.count}"]:checked`).length;
  }
  sum.hidden = false;
}

if (sum) {
  form.addEventListener("change", count);
  count();
}
