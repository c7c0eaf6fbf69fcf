// Chapters of a film: a link to #chapter-3 plays the film from there; an address with one begins there.

const video = (element) => element.closest("[data-film]")?.querySelector("video");

function seek(link) {
  const film = video(link);
  if (!film) return;
  film.currentTime = Number(link.dataset.seconds);
  for (const other of film.closest("[data-film]").querySelectorAll("[data-seconds]")) {
    if (other === link) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
}

function play(event) {
  const link = event.currentTarget;
  seek(link);
  video(link)?.play();
}

function seekToAddress() {
  const target = /^#chapter-\d+$/.test(location.hash) && document.querySelector(location.hash);
  const link = target && target.querySelector("[data-seconds]");
  if (link) seek(link);
}

for (const link of document.querySelectorAll("[data-film] [data-seconds]")) link.addEventListener("click", play);
seekToAddress();
