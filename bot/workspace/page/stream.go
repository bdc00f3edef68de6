package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// serveStream tells what a person sees, at once and after every change, as
// server-sent events. A browser that is slow misses what was only between.
func (p *Page) serveStream(rw http.ResponseWriter, r *http.Request) {
	rw.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(rw)
	var last []byte
	for {
		changed := p.Changed()
		now, err := json.Marshal(p.Sight(r.URL.Query().Get("as")))
		if err != nil { // only if an app could make us hold what JSON cannot say
			return
		}
		if !bytes.Equal(now, last) {
			if _, err := fmt.Fprintf(rw, "data: %s\n\n", now); err != nil {
				return
			}
			if err := out.Flush(); err != nil {
				return
			}
			last = now
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-p.done.Done():
			return
		}
	}
}
