// The wire panel.
export function wirePanel() {
  return { open: () => false, turn: () => {} }
}
