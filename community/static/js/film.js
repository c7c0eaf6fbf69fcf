// Chapters of a film: a link to #chapter-3 plays the film from there; an address with one begins there. So do the links
// of a list of moments beside the film, and an address that ends in #t=754, in seconds.

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

function seekToSecond() {
  const found = /^#t=(\d+)$/.exec(location.hash);
  const film = document.querySelector("[data-film] video");
  if (found && film) film.currentTime = Number(found[1]);
}

function playMoment(event) {
  const film = document.querySelector("[data-film] video");
  if (!film) return; // the recording is on another site: follow the link
  event.preventDefault();
  const link = event.currentTarget;
  for (const other of document.querySelectorAll("[data-moments] [aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  history.replaceState(null, "", `#t=${link.dataset.seconds}`);
  film.currentTime = Number(link.dataset.seconds);
  film.scrollIntoView({ block: "nearest" });
  film.play();
}

for (const link of document.querySelectorAll("[data-moments] [data-seconds]")) link.addEventListener("click", playMoment);
window.addEventListener("hashchange", seekToSecond);
seekToSecond();
for (const link of document.querySelectorAll("[data-film] [data-seconds]")) link.addEventListener("click", play);
seekToAddress();
