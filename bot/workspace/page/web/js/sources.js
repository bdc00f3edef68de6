// The sources page.
export function sourcesPage() {
  return { node: document.createElement('div') }
}
