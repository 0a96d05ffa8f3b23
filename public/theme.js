// Shows the page in the chosen theme before anything is drawn.
try {
  const theme = localStorage.getItem('headroom.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch { /* The storage is switched off: the system's theme it is. */ }
