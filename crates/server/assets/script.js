// Better with than without: an event under the pointer or the focus lights up its words in the text.
for (const card of document.querySelectorAll("[data-event]")) {
  const marks = [...document.querySelectorAll("mark[data-events]")].filter((mark) => mark.dataset.events.split(" ").includes(card.dataset.event));
  const light = (on) => marks.forEach((mark) => mark.classList.toggle("now", on));
  for (const [name, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) card.addEventListener(name, () => light(on));
}
