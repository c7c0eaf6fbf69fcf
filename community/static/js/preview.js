// <form data-preview="address"> shows its text as it will stand in the post, without leaving the page. The server renders
// it, with the renderer of the real post. Without this script the same button shows the preview on a page of its own.

// XMLHttpRequest reads a page into a document that runs nothing, so no markup ever passes through a string here.
function fetchDocument(address, form) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "document";
    request.addEventListener("load", () => (request.status === 200 ? resolve(request.response) : reject(request.status)));
    request.addEventListener("error", reject);
    request.send(new FormData(form));
  });
}

async function showPreview(form, button) {
  const place = form.querySelector("[data-preview-place]");
  try {
    const page = await fetchDocument(form.dataset.preview, form);
    place.querySelector("[data-preview-body]").replaceChildren(...page.querySelector("[data-preview-body]").childNodes);
    place.hidden = false;
  } catch {
    form.requestSubmit(button); // the page of its own can say what is wrong
  }
}

function onClick(event) {
  const button = event.currentTarget;
  if (button.dataset.previewing) return;
  event.preventDefault();
  button.dataset.previewing = "yes";
  showPreview(button.form, button).finally(() => delete button.dataset.previewing);
}

for (const form of document.querySelectorAll("form[data-preview]")) {
  form.querySelector("button[name=preview]")?.addEventListener("click", onClick);
}
