// Runs before the first paint, so that a dark room never flashes. The same rule as src/pure/theme.ts.
;(function () {
  var pinned = null
  try {
    pinned = localStorage.getItem('backrub.theme')
  } catch (refused) {
    pinned = null
  }
  var hour = new Date().getHours()
  var evening = hour >= 19 || hour < 7 || location.pathname.indexOf('/play/') === 0
  var theme = pinned === 'day' || pinned === 'evening' ? pinned : evening ? 'evening' : 'day'
  if (location.pathname.indexOf('/play/') === 0) theme = 'evening'
  document.documentElement.dataset.theme = theme
})()
