// Every sentence of the page, in Indonesian and English.
const words = {
  id: {
    brand: "Telegram simulasi", people: "Orang", bot: "Bot", choosePeople: "Pilih orang yang ditampilkan", faults: "Gangguan",
    theme: "Terang / gelap", language: "Bahasa Inggris", other: "EN", write: "Tulis pesan", send: "Kirim", attach: "Lampirkan",
    emptyTitle: "Belum ada pesan", empty: "Tekan MULAI untuk membuka percakapan.", start: "MULAI", restart: "MULAI LAGI", bot_: "bot",
    noSignal: "Tanpa sinyal", signal: "Ada sinyal", waitingSignal: "menunggu jaringan…", typing: "sedang mengetik…", sending: "sedang mengirim…",
    more: "Lainnya", block: "Blokir bot", unblock: "Buka blokir", deepLink: "Buka tautan mulai…", closePane: "Tutup panel",
    menu: "Menu", commands: "Perintah", keyboard: "Papan tombol", photo: "Foto", document: "Berkas", voice: "Rekam suara", sampleVoice: "Contoh suara (3 detik)",
    samplePhoto: "Contoh foto", location: "Lokasi", contact: "Kontak", reply: "Balas", copy: "Salin", edit: "Ubah", remove: "Hapus", cancel: "Batal", ok: "OK",
    editing: "Ubah pesan", replyTo: "Balas", edited: "diubah", deleted: "Pesan dihapus", today: "Hari ini", yesterday: "Kemarin", down: "Ke pesan terbaru",
    forwarded: "Diteruskan dari", protected: "Isi dilindungi, tidak dapat disalin", copied: "Tersalin", tapFailed: "Bot tidak menjawab. Ketuk sekali lagi.",
    payload: "Isi setelah ?start=", lat: "Lintang", lon: "Bujur", pick: "Pilih tempat", phone: "Nomor telepon", name: "Nama", newPerson: "Orang baru…",
    role: "Peran", photoOf: "Foto", voiceNote: "Pesan suara", newGroup: "Grup baru…", title: "Nama grup", privateChat: "Percakapan pribadi",
    recording: "Merekam… tekan lagi untuk mengirim", sent: "terkirim", done: "diproses bot", waits: "menunggu sinyal", messages: "Percakapan", add: "Tambah",
    scan: "Pindai QR", scanHint: "Pilih gambar yang terlihat di salah satu ponsel, atau unggah gambar.", noPictures: "Bot belum mengirim gambar. Unggah gambar yang berisi kode QR.",
    uploadPicture: "Unggah gambar", scanned: "Isi kode QR", noCode: "Kode QR tidak ditemukan pada gambar ini.", scanOpened: "Tautan dari kode QR dibuka.",
    group: "grup", members: "anggota", inGroup: "Anggota grup", actAs: "Berbicara sebagai", addMember: "Tambah anggota…", nobodyChosen: "Pilih paling sedikit satu anggota.",
    botOut: "Keluarkan bot dari grup", botIn: "Masukkan bot ke grup",
    connection: "Sambungan terputus, mencoba lagi…", nobody: "Belum ada panel. Pilih orang di atas.", openSite: "Buka tautan", lastSeen: "bot", drop: "Lepaskan untuk mengirim",
    fTwice: "Kirim pembaruan berikut dua kali", fDrop: "Hilangkan jawaban bot sekali", fHoldM: "Tahan pesan", fHoldT: "Tahan ketukan", fRelease: "Lepaskan semua antrean",
    f429: "429 pada kiriman berikut", f500: "Galat 500 pada kiriman berikut", fLimits: "Matikan batas kecepatan", fClear: "Akhiri semua gangguan", fDone: "Gangguan dipasang",
    s_group_chat_created: "membuat grup", s_new_chat_members: "anggota baru bergabung", s_left_chat_member: "anggota keluar",
    s_migrate_to_chat_id: "grup menjadi supergrup", s_migrate_from_chat_id: "grup menjadi supergrup", s_forum_topic_created: "topik dibuat",
  },
  en: {
    brand: "Simulated Telegram", people: "People", bot: "Bot", choosePeople: "Choose the people shown", faults: "Faults",
    theme: "Light / dark", language: "Indonesian", other: "ID", write: "Write a message", send: "Send", attach: "Attach",
    emptyTitle: "No messages here yet", empty: "Press START to open the chat.", start: "START", restart: "RESTART", bot_: "bot",
    noSignal: "No signal", signal: "Signal", waitingSignal: "waiting for network…", typing: "typing…", sending: "sending…",
    more: "More", block: "Block bot", unblock: "Unblock", deepLink: "Open a start link…", closePane: "Close pane",
    menu: "Menu", commands: "Commands", keyboard: "Keyboard", photo: "Photo", document: "File", voice: "Record voice", sampleVoice: "Sample voice (3 s)",
    samplePhoto: "Sample photo", location: "Location", contact: "Contact", reply: "Reply", copy: "Copy", edit: "Edit", remove: "Delete", cancel: "Cancel", ok: "OK",
    editing: "Edit message", replyTo: "Reply to", edited: "edited", deleted: "Deleted message", today: "Today", yesterday: "Yesterday", down: "To the newest message",
    forwarded: "Forwarded from", protected: "Protected, can't be copied", copied: "Copied", tapFailed: "The bot did not answer. Tap again.",
    payload: "What follows ?start=", lat: "Latitude", lon: "Longitude", pick: "Pick a place", phone: "Phone number", name: "Name", newPerson: "New person…",
    role: "Role", photoOf: "Photo", voiceNote: "Voice message", newGroup: "New group…", title: "Group name", privateChat: "Private chat",
    recording: "Recording… press again to send", sent: "sent", done: "processed by the bot", waits: "waiting for signal", messages: "Chat", add: "Add",
    scan: "Scan QR", scanHint: "Choose a picture that one of the phones shows, or upload one.", noPictures: "The bot has sent no picture yet. Upload one with a QR code.",
    uploadPicture: "Upload a picture", scanned: "In the QR code", noCode: "There is no QR code in this picture.", scanOpened: "The link in the QR code was opened.",
    group: "group", members: "members", inGroup: "Members", actAs: "Speak as", addMember: "Add a member…", nobodyChosen: "Choose at least one member.",
    botOut: "Remove the bot from the group", botIn: "Bring the bot into the group",
    connection: "Connection lost, trying again…", nobody: "No pane yet. Choose people above.", openSite: "Open link", lastSeen: "bot", drop: "Drop to send",
    fTwice: "Deliver the next update twice", fDrop: "Lose the bot's answer once", fHoldM: "Hold messages", fHoldT: "Hold taps", fRelease: "Release all queues",
    f429: "429 on the next send", f500: "Error 500 on the next send", fLimits: "Switch rate limits off", fClear: "End all faults", fDone: "Fault is set",
    s_group_chat_created: "created the group", s_new_chat_members: "new members joined", s_left_chat_member: "a member left",
    s_migrate_to_chat_id: "the group became a supergroup", s_migrate_from_chat_id: "the group became a supergroup", s_forum_topic_created: "topic created",
  },
};

const asked = new URLSearchParams(location.search).get("lang") || localStorage.getItem("lang") || navigator.language.slice(0, 2);
export const lang = asked === "en" ? "en" : "id";
export const t = (key) => words[lang][key] ?? key;
const locale = lang === "id" ? "id-ID" : "en-GB";
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const long = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
export const time = (unix) => clock.format(new Date(unix * 1000));
export const day = (unix) => long.format(new Date(unix * 1000));
