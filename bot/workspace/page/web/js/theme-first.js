// Before anything is drawn, so that nothing flashes: the theme somebody chose.
document.documentElement.dataset.theme = localStorage.getItem('theme') || 'auto'
