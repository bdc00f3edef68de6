package workspace

import (
	"net"
	"net/http"
	"net/url"
)

// Local lets only this machine's own programs and pages in. A request that names
// another host came by a name that somebody points here, and one with another
// page's origin was sent by that page: both are refused.
func Local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if !isLocal(r.Host) || origin != "" && origin != "http://"+r.Host {
			http.Error(rw, "only for this machine", http.StatusForbidden)
			return
		}
		next.ServeHTTP(rw, r)
	})
}

// isLocal says whether a Host header names this machine.
func isLocal(host string) bool {
	u, err := url.Parse("http://" + host)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
