/** Starts the page: connects it to main, makes its state once, mounts it. */
import './jitless.ts'
import './ui/typeface.css'
import './ui/tokens.css'
import './ui/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { connect } from './api/connect.ts'
import { AppState } from './app-state.svelte.ts'
import { adoptPalette } from './ui/palette.ts'

adoptPalette()
const app = new AppState(connect())
mount(App, { target: document.getElementById('app')!, props: { app } })
