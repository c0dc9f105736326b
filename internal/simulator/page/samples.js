// Things to send where there is no camera and no microphone.

// samplePhoto paints a small house under a changing sky.
export function samplePhoto() {
  const c = document.createElement("canvas");
  c.width = 960;
  c.height = 720;
  const g = c.getContext("2d"), hue = Math.floor(Math.random() * 360);
  const sky = g.createLinearGradient(0, 0, 0, 720);
  sky.addColorStop(0, `hsl(${hue} 55% 62%)`);
  sky.addColorStop(1, `hsl(${(hue + 40) % 360} 70% 86%)`);
  const shape = (color, ...p) => { g.fillStyle = color; g.beginPath(); p.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y))); g.fill(); };
  g.fillStyle = sky;
  g.fillRect(0, 0, 960, 720);
  shape("#6f9a6a", [0, 470], [260, 330], [520, 480], [760, 360], [960, 470], [960, 720], [0, 720]);
  shape("#567f52", [0, 560], [960, 520], [960, 720], [0, 720]);
  shape("#c9a06c", [330, 400], [650, 400], [650, 600], [330, 600]);
  shape("#8c4b36", [290, 410], [490, 280], [690, 410]);
  shape("#5b4030", [455, 480], [525, 480], [525, 600], [455, 600]);
  shape("#9fc4d6", [360, 450], [425, 450], [425, 510], [360, 510]);
  return new Promise((done) => c.toBlob(done, "image/jpeg", 0.9));
}

// sampleVoice hums for three seconds, as a WAV file.
export function sampleVoice() {
  const rate = 8000, n = rate * 3, out = new DataView(new ArrayBuffer(44 + n));
  const text = (at, s) => [...s].forEach((ch, i) => out.setUint8(at + i, ch.charCodeAt(0)));
  text(0, "RIFF"); out.setUint32(4, 36 + n, true); text(8, "WAVEfmt "); out.setUint32(16, 16, true); out.setUint16(20, 1, true); out.setUint16(22, 1, true);
  out.setUint32(24, rate, true); out.setUint32(28, rate, true); out.setUint16(32, 1, true); out.setUint16(34, 8, true); text(36, "data"); out.setUint32(40, n, true);
  for (let i = 0; i < n; i++) {
    const s = i / rate, word = Math.max(0, Math.sin(s * 9)) * Math.min(1, 3 - s);
    out.setUint8(44 + i, 128 + 40 * word * (Math.sin(s * 2 * Math.PI * (170 + 30 * Math.sin(s * 5))) + 0.4 * Math.sin(s * 2 * Math.PI * 640)));
  }
  return new Blob([out], { type: "audio/wav" });
}

// Recorder records the microphone, where there is one and it may be used.
export class Recorder {
  on = false;
  fresh = false;

  async begin() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return false;
    }
    this.parts = [];
    this.media = new MediaRecorder(this.stream);
    this.media.addEventListener("dataavailable", (e) => this.parts.push(e.data));
    this.media.start();
    this.began = Date.now();
    return (this.on = this.fresh = true);
  }

  end() {
    return new Promise((done) => {
      this.media.addEventListener("stop", () => {
        this.stream.getTracks().forEach((track) => track.stop());
        this.on = false;
        done({ data: new Blob(this.parts, { type: this.media.mimeType }), seconds: Math.max(1, Math.round((Date.now() - this.began) / 1000)) });
      });
      this.media.stop();
    });
  }
}
