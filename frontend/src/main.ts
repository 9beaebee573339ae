import './style/tokens.css'
import './style/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startOffline } from './offline/start'
import { words } from './words/say.svelte'

await words.start()
mount(App, { target: document.getElementById('app')! })
startOffline()
