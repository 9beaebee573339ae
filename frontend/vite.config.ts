import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin, type UserConfig } from 'vite'

const OUTPUT = '../src/backrub/web/static'

/** Ask for the typeface at once: without this the browser finds it only after the style sheet. */
function preloadFont(): Plugin {
  return {
    name: 'preload-font',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const fonts = Object.keys(bundle ?? {}).filter((name) => name.endsWith('.woff2'))
        return fonts.map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${name}`, crossorigin: true },
          injectTo: 'head-prepend' as const,
        }))
      },
    },
  }
}

/** Lay packed twins beside the files that travel: the server sends them as they are. */
function pack(): Plugin {
  return {
    name: 'pack',
    apply: 'build',
    closeBundle() {
      const folder = join(import.meta.dirname, OUTPUT, 'assets')
      for (const name of readdirSync(folder).filter((each) => /\.(js|css)$/.test(each))) {
        const plain = readFileSync(join(folder, name))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(plain))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(plain, { level: 9 }))
      }
    },
  }
}

/** What of the public folder is kept: not the icons, which the system asks for once. */
const KEPT_PUBLIC = ['app.de.webmanifest', 'app.webmanifest', 'icon.svg', 'licences.txt', 'theme.js']

/** Write into the worker which files it keeps, and a name that changes with any of them. */
function fillWorker(): Plugin {
  return {
    name: 'fill-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js']
        const index = bundle['index.html']
        if (worker?.type !== 'chunk' || index?.type !== 'asset') throw new Error('The worker or the page was not built.')
        const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'))
        const files = [...built.sort(), ...KEPT_PUBLIC].map((name) => `/${name}`)
        const version = createHash('sha256').update(worker.code).update(index.source).update(files.join())
        for (const name of KEPT_PUBLIC) version.update(readFileSync(join(import.meta.dirname, 'public', name)))
        const kept = JSON.stringify({ version: version.digest('hex').slice(0, 16), files })
        if (!worker.code.includes('__KEPT__')) throw new Error('The worker has no place for its list of files.')
        worker.code = worker.code.replace('__KEPT__', () => kept)
      },
    },
  }
}

const config: UserConfig & { test: { include: string[] } } = {
  plugins: [svelte(), preloadFont(), fillWorker(), pack()],
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', sw: 'src/offline/worker.ts' },
      // The worker's address is its name for ever; everything else is named by what is inside.
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { include: ['tests/**/*.test.ts'] },
}

export default defineConfig(config)
