// Runs before the first paint, so that a dark room never flashes. The same rule as src/pure/theme.ts.
;(function () {
  var pinned = null
  try {
    pinned = localStorage.getItem('backrub.theme')
  } catch (refused) {
    pinned = null
  }
  var hour = new Date().getHours()
  var live = /^\/(play|practise)\//.test(location.pathname)
  var theme = pinned === 'day' || pinned === 'evening' ? pinned : hour >= 19 || hour < 7 ? 'evening' : 'day'
  var root = document.documentElement
  // The bar above an installed app is the ground of the page, whoever turns the theme.
  var bar = document.querySelector('meta[name=theme-color]')
  function paint() {
    bar.content = root.dataset.theme === 'evening' ? '#120d0a' : '#faf5ec'
  }
  new MutationObserver(paint).observe(root, { attributes: true, attributeFilter: ['data-theme'] })
  root.dataset.theme = live ? 'evening' : theme
  paint()
})()
