package article

import (
	"strings"
	"testing"
)

const savedPage = `<!DOCTYPE html><html><head><title>Orbex sues Castle - Band News</title>
<meta name="author" content="Mara Lindqvist"><meta property="article:published_time" content="2023-03-14T08:00:00Z">
<meta property="og:title" content="Orbex sues Castle over antenna patents"></head><body>
<nav><a href="/">Home</a><a href="/law">Law</a></nav>
<article><h1>Orbex sues Castle over antenna patents</h1>
<p>Orbex has sued Castle Phones in Munich over two patents on antennas, which it says Castle has used since 2019 in all of its phones.</p>
<h2>What it asks for</h2>
<p>The complaint asks for damages of <b>€14.5 million</b>, and for an injunction against the sale of three models in Germany.</p>
<ul><li>Orbex holds 412 patents, most of them on antennas and filters</li><li>Castle sells nine million phones a year in thirty countries</li></ul>
<table><tr><th>Year</th><th>Licensees</th></tr><tr><td>2021</td><td>14</td></tr><tr><td>2022</td><td>17</td></tr></table>
<p>Castle denies infringement, and has asked the patent office to revoke both of the patents, which it calls obvious.</p>
</article><aside>Subscribe to our newsletter</aside><footer>© Band News</footer></body></html>`

// TestPage takes an article out of a saved page, lists and tables included.
func TestPage(t *testing.T) {
	t.Parallel()
	text, err := Page([]byte(savedPage))
	if err != nil {
		t.Fatal(err)
	}
	a, err := Cut("orbex", text)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Orbex sues Castle over antenna patents" || a.Author != "Mara Lindqvist" || a.Published.Format("2006-01-02") != "2023-03-14" {
		t.Errorf("%q by %q of %v", a.Title, a.Author, a.Published)
	}
	want := map[string]string{"1": "Orbex has sued", "2": "The complaint asks for damages of €14.5 million", "3": "Orbex holds", "4": "Castle sells", "table": "| Year | Licensees |", "5": "Castle denies"}
	for _, u := range a.Units {
		if w, ok := want[u.At]; ok && strings.HasPrefix(u.Text, w) {
			delete(want, u.At)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v\nin %+v\n%s", want, a.Units, text)
	}
}

// FuzzPage reads any bytes as a page without falling over.
func FuzzPage(f *testing.F) {
	f.Add([]byte(savedPage))
	f.Add([]byte("<table><tr><td>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if text, err := Page(data); err == nil {
			_, _ = Cut("page", text)
		}
	})
}
