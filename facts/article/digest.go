package article

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// digestDigits is how much of the SHA-256 a record keeps: 64 bits tell a few
// thousand paragraphs apart with room to spare, and still read well in YAML.
const digestDigits = 16

// Digest names a text by its content: sixteen hexadecimal digits that stay the
// same when the text is saved again by another program, with other quotes,
// dashes, spaces or line breaks, and change when a word or a figure does.
func Digest(text string) string {
	sum := sha256.Sum256([]byte(plain(text)))
	return hex.EncodeToString(sum[:])[:digestDigits]
}

// lookalikes maps the marks that programs swap for one another to one of each
// kind, and drops those that are not seen at all. It runs before the
// compatibility forms are unified, which would take some of them apart.
var lookalikes = strings.NewReplacer(
	"‘", "'", "’", "'", "‚", "'", "‛", "'", "′", "'", "´", "'", "`", "'",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "″", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "−", "-",
	"\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\ufe0f", "",
)

// plain is a text as it is compared: look-alike marks unified, compatibility
// forms (ligatures, full-width letters, the ellipsis) taken apart, and white
// space, the no-break spaces included, collapsed.
func plain(text string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(lookalikes.Replace(text))), " ")
}
