// The lower part of a pane: input, reply keyboard, commands, attachments.
import { t } from "./words.js";
import { el, icon, menu, ask } from "./dom.js";
import { kindOf } from "./bubble.js";
import { scan } from "./scan.js";
import { samplePhoto, sampleVoice, Recorder } from "./samples.js";

const places = [["Manna", -4.4658, 102.9039], ["Kedurang", -4.5289, 103.1167], ["Pino Raya", -4.3378, 102.8411], ["Seginim", -4.4333, 103.0167], ["Bengkulu", -3.7956, 102.2592]];

export function composer(pane) {
  let context = null; // {edit: m} or {reply: m}
  let shown = true; // the reply keyboard
  let version = 0;
  let drawn = "";
  let shift = false; // Enter sends, with Shift it breaks the line
  let used = false; // a one-time keyboard was, and hid itself
  const recorder = new Recorder();

  const input = el("textarea", { rows: 1, placeholder: t("write"), "aria-label": `${t("write")}: ${pane.name}`, enterKeyHint: "send", maxLength: 4096, autocomplete: "off" });
  const send = el("button.go", { type: "button", "aria-label": t("send"), onclick: () => (input.value.trim() ? submit() : record()) }, icon("mic"));
  const attach = el("button.round", { type: "button", "aria-label": t("attach"), "aria-haspopup": "true", onclick: () => attachMenu() }, icon("attach"));
  const commands = el("button.commands", { type: "button", hidden: true, "aria-haspopup": "true", onclick: () => commandMenu() }, icon("menu"), el("span", {}, t("menu")));
  const toggle = el("button.round", { type: "button", hidden: true, "aria-label": t("keyboard"), title: t("keyboard"), onclick: () => { shown = !shown; draw(); } }, icon("keys"));
  const bar = el("div.context", { hidden: true });
  const hints = el("div.hints", { role: "listbox", "aria-label": t("commands"), hidden: true });
  const line = el("div.line", {}, commands, attach, el("div.field", {}, input, toggle), send);
  const start = el("button.start", { type: "button", hidden: true, onclick: () => pane.act("start").catch(() => {}) });
  const keys = el("div.keys", { role: "group", "aria-label": t("keyboard"), hidden: true });
  const root = el("div.composer", {}, hints, bar, line, start, keys);

  const files = el("input", { type: "file", hidden: true, multiple: true, onchange: () => { sendFiles([...files.files], files.dataset.kind); files.value = ""; } });
  root.append(files);

  input.addEventListener("input", () => { grow(); suggest(); face(); });
  input.addEventListener("keydown", onKey);
  input.addEventListener("beforeinput", (e) => { if (e.inputType === "insertLineBreak" && !shift) e.preventDefault(); });
  input.addEventListener("paste", (e) => { const f = [...e.clipboardData.files]; if (f.length) { e.preventDefault(); sendFiles(f); } });

  function onKey(e) {
    shift = e.shiftKey;
    const list = [...hints.children], on = list.findIndex((h) => h.ariaSelected === "true");
    if (!hints.hidden && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      select(list, (on + (e.key === "ArrowDown" ? 1 : list.length - 1)) % list.length);
    } else if (!hints.hidden && (e.key === "Tab" || (e.key === "Enter" && on >= 0))) {
      list[Math.max(on, 0)].click();
    } else if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      submit();
    } else if (e.key === "Escape") {
      if (!hints.hidden) hints.hidden = true; else cancel();
    } else if (e.key === "ArrowUp" && !input.value) {
      const mine = [...pane.posts.values()].filter((m) => m.mine && m.text && !m.deleted).sort((a, b) => (a.id < 0) - (b.id < 0) || Math.abs(a.id) - Math.abs(b.id)).pop();
      if (!mine) return;
      edit(mine);
    } else return;
    e.preventDefault();
  }

  function submit() {
    const text = input.value.trim();
    if (!text) return;
    const c = context;
    input.value = "";
    hints.hidden = true;
    cancel();
    grow();
    face();
    (c?.edit ? pane.act("edit", { id: c.edit.id, text }) : pane.act("send", { text, reply: c?.reply?.id || 0 })).catch(() => { input.value = text; face(); });
  }

  async function record() {
    if (!recorder.on && !(await recorder.begin())) { upload("voice", sampleVoice(), "voice.wav", { seconds: 3 }); return; }
    if (!recorder.fresh) { const got = await recorder.end(); send.classList.remove("rec"); input.placeholder = placeholder(); upload("voice", got.data, "voice.ogg", { seconds: got.seconds }); return; }
    recorder.fresh = false;
    send.classList.add("rec");
    input.placeholder = t("recording");
  }

  const upload = (kind, data, name, more = {}) => {
    const q = new URLSearchParams({ bot: pane.bot.username, person: pane.person.id, chat: pane.group?.id || 0, kind, name, reply: context?.reply?.id || 0, ...more });
    cancel();
    return fetch("/sim/upload?" + q, { method: "POST", body: data }).then((r) => r.json()).then((r) => r.error && pane.toast(r.error, true));
  };

  async function sendFiles(list, kind) {
    const pictures = list.length > 1 && list.every((f) => f.type.startsWith("image/")) ? String(13e15 + Date.now()) : "";
    for (const [i, f] of list.entries()) {
      const as = kind || (f.type.startsWith("image/") ? "photo" : "document");
      await upload(as, f, f.name, { album: as === "photo" ? pictures : "", caption: i === 0 ? input.value.trim() : "" });
    }
    input.value = "";
    face();
  }

  function attachMenu() {
    const choose = (kind, accept) => { files.dataset.kind = kind; files.accept = accept; files.click(); };
    menu(attach, [
      { icon: "photo", text: t("photo"), do: () => choose("photo", "image/*") },
      { icon: "photo", text: t("samplePhoto"), do: async () => upload("photo", await samplePhoto(), "foto.jpg", { caption: input.value.trim() }).then(() => { input.value = ""; face(); }) },
      { icon: "camera", text: t("scan"), do: () => scan(pane) },
      { icon: "file", text: t("document"), do: () => choose("document", "") },
      { icon: "mic", text: t("sampleVoice"), do: () => upload("voice", sampleVoice(), "voice.wav", { seconds: 3 }) },
      { icon: "pin", text: t("location"), do: askPlace },
      { icon: "user", text: t("contact"), do: async () => {
        const got = await ask(t("contact"), [{ name: "label", label: t("name"), value: pane.name }, { name: "text", label: t("phone"), type: "tel", value: pane.person.phone || "+62812" }]);
        if (got) pane.act("contact", got).catch(() => {});
      } },
    ], t("attach"));
  }

  async function askPlace() {
    const p = pane.person;
    const got = await ask(t("location"), [{ name: "lat", label: t("lat"), type: "number", value: p.lat || places[0][1] }, { name: "lon", label: t("lon"), type: "number", value: p.lon || places[0][2] }],
      (inputs) => el("div.chips", { role: "group", "aria-label": t("pick") }, places.map(([name, lat, lon]) => el("button", { type: "button", onclick: () => { inputs[0].value = lat; inputs[1].value = lon; } }, name))));
    if (got) pane.act("location", { lat: +got.lat, lon: +got.lon }).catch(() => {});
  }

  function commandMenu() {
    menu(commands, pane.state.commands.map((c) => ({ text: `/${c.command}  ${c.description}`, do: () => pane.act("send", { text: "/" + c.command }).catch(() => {}) })), t("commands"));
  }

  function suggest() {
    const m = /^\/(\w*)$/.exec(input.value);
    const found = m ? (pane.state.commands || []).filter((c) => c.command.startsWith(m[1].toLowerCase())) : [];
    hints.hidden = !found.length;
    hints.replaceChildren(...found.map((c) => el("button", { type: "button", role: "option", tabIndex: -1, onclick: () => { input.value = "/" + c.command; submit(); input.focus(); } }, el("b", {}, "/" + c.command), el("span", {}, c.description))));
    if (m && m[1]) select([...hints.children], 0);
  }

  const select = (list, at) => list.forEach((h, i) => { h.setAttribute("aria-selected", String(i === at)); if (i === at) h.scrollIntoView({ block: "nearest" }); });

  function grow() {
    input.style.height = "auto";
    input.style.height = Math.min(input.scrollHeight, 140) + "px";
  }

  function face() {
    const text = Boolean(input.value.trim()) || context?.edit;
    send.replaceChildren(icon(text ? "send" : "mic"));
    send.setAttribute("aria-label", t(text ? "send" : "voice"));
    send.classList.toggle("ready", Boolean(text));
    commands.classList.toggle("slim", Boolean(input.value));
  }

  const placeholder = () => pane.state.keyboard?.input_field_placeholder || t("write");

  function show(kind, m) {
    context = { [kind]: m };
    bar.replaceChildren(icon(kind), el("span", {}, el("b", {}, t(kind === "edit" ? "editing" : "replyTo")), el("span", {}, m.text || kindOf(m))), el("button.round", { type: "button", "aria-label": t("cancel"), onclick: cancel }, icon("close")));
    bar.hidden = false;
    input.focus();
    face();
  }

  function cancel() {
    if (context?.edit) { input.value = ""; grow(); }
    context = null;
    bar.hidden = true;
    face();
  }

  function edit(m) {
    show("edit", m);
    input.value = m.text;
    grow();
  }

  // draw shows the reply keyboard; a new one opens it, a used one-time one closes it.
  function draw() {
    const v = pane.state, k = v.keyboard?.keyboard;
    toggle.hidden = !k;
    toggle.classList.toggle("on", shown);
    toggle.setAttribute("aria-expanded", String(Boolean(k && shown)));
    keys.hidden = !k || !shown || v.blocked || !v.started;
    keys.classList.toggle("tall", Boolean(v.keyboard && !v.keyboard.resize_keyboard));
    const now = JSON.stringify([k, version]);
    if (!k || now === drawn) return;
    drawn = now;
    keys.replaceChildren(...k.map((row) => el("div.row", {}, row.map((b) => el("button" + (b.style ? "." + b.style : ""), { type: "button", onclick: () => press(b) }, b.text)))));
  }

  function press(b) {
    if (b.web_app) { open(`/sim/webapp?bot=${pane.bot.username}&person=${pane.person.id}&url=${encodeURIComponent(b.web_app.url)}`, "_blank"); return; }
    const special = b.request_contact || b.request_location;
    if (special || pane.state.keyboard.one_time_keyboard && !pane.state.hidden) pane.act("press", { label: b.text }).catch(() => {});
    else pane.act("send", { text: b.text, reply: context?.reply?.id || 0 }).catch(() => {});
    cancel();
  }

  function update(v) {
    if (v.keyboard_id !== version) {
      version = v.keyboard_id;
      shown = Boolean(v.keyboard?.keyboard);
      if (v.keyboard?.force_reply) { const m = pane.posts.get(version); if (m) show("reply", m); }
    }
    if (v.hidden && !used) shown = false;
    used = v.hidden;
    const open = v.started && !v.blocked;
    line.hidden = !open;
    start.hidden = open;
    start.textContent = t(v.blocked ? "restart" : "start");
    commands.hidden = !v.commands?.length;
    input.placeholder = recorder.on ? t("recording") : placeholder();
    draw();
  }

  return { el: root, update, edit, reply: (m) => m.id > 0 && show("reply", m), focus: () => input.focus(), files: (list) => sendFiles(list) };
}
