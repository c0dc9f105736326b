package simulator

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed page
var pageFiles embed.FS

// contentPolicy: all of the page comes from here. Recorded voice and pictures about to be sent are blobs of the page's own.
const contentPolicy = "default-src 'self'; img-src 'self' blob:; media-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

func (s *Server) routePage(mux *http.ServeMux) {
	files, _ := fs.Sub(pageFiles, "page")
	serve := http.FileServerFS(files)
	mux.HandleFunc("GET /{$}", secured(serve.ServeHTTP))
	mux.HandleFunc("GET /page/{file}", secured(http.StripPrefix("/page/", serve).ServeHTTP))
	mux.HandleFunc("GET /sim/file/{unique}", secured(s.serveFile))
	mux.HandleFunc("GET /sim/webapp", s.openWebApp)
}

func secured(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		next(w, r)
	}
}

// serveFile shows a file to the people of the page; only pictures and sound are shown, all else is saved.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	data, err := s.Bytes(&File{Unique: r.PathValue("unique")})
	if err != nil {
		http.NotFound(w, r)
		return
	}
	kind := http.DetectContentType(data)
	switch kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "application/ogg", "audio/wave", "audio/mpeg", "video/webm":
	default:
		kind = "application/octet-stream"
		w.Header().Set("Content-Disposition", "attachment")
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(data)
}
