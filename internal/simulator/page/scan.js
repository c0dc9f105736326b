// Scanning a QR code: this phone's camera held before a picture that some phone shows, or before a file.
import { t, time, day } from "./words.js";
import { el, icon } from "./dom.js";

// scan asks for a picture and opens what its code says, in the phone of this pane.
export async function scan(pane) {
  const list = await fetch("/sim/pictures").then((r) => r.json()).catch(() => []);
  const read = async (query, body) => {
    d.close();
    const q = new URLSearchParams({ bot: pane.bot.username, person: pane.person.id, ...query });
    const got = await fetch("/sim/scan?" + q, { method: "POST", body }).then((r) => r.json()).catch(() => ({ error: t("connection") }));
    if (got.error || !got.text) { pane.toast(got.error || t("noCode"), true); return; }
    if (!got.started) { tell(got.text); return; }
    pane.toast(t("scanOpened"));
    pane.goPrivate();
  };
  const file = el("input", { type: "file", accept: "image/*", hidden: true, onchange: () => file.files[0] && read({}, file.files[0]) });
  const today = day(Date.now() / 1000);
  const when = (p) => (day(p.date) === today ? time(p.date) : day(p.date));
  const d = el("dialog.scan", { "aria-label": t("scan"), onclose: () => d.remove() },
    el("h2", {}, t("scan")), el("p", {}, list.length ? t("scanHint") : t("noPictures")),
    el("div.shots", {}, list.map((p) => el("button", { type: "button", "aria-label": `${p.to}, ${when(p)}: ${p.text || t("photoOf")}`, onclick: () => read({ file: p.file }) },
      el("img", { src: "/sim/file/" + p.small, alt: "", loading: "lazy" }), el("b", {}, p.to), el("small", {}, p.text ? p.text.split("\n")[0] : when(p))))),
    file,
    el("div.buttons", {}, el("button", { type: "button", onclick: () => d.close() }, t("cancel")), el("button.primary", { type: "button", onclick: () => file.click() }, icon("photo"), t("uploadPicture"))));
  document.body.append(d);
  d.showModal();
  (d.querySelector(".shots button") || d.querySelector(".primary")).focus();
}

// tell says what was in a code that is no link to the bot.
function tell(text) {
  const body = /^https?:\/\//i.test(text) ? el("a", { href: text, target: "_blank", rel: "noopener noreferrer" }, text) : text;
  const d = el("dialog", { onclose: () => d.remove(), "aria-label": t("scanned") },
    el("form", { method: "dialog" }, el("h2", {}, t("scanned")), el("p.code", {}, body), el("div.buttons", {}, el("button.primary", { autofocus: true }, t("ok")))));
  document.body.append(d);
  d.showModal();
}
