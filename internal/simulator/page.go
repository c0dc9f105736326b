package simulator

import "net/http"

func (s *Server) routePage(mux *http.ServeMux)    {}
func (s *Server) routeControl(mux *http.ServeMux) {}
