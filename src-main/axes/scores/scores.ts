/** Every exact score, as its row tells it. */
import { banana } from './banana.ts'
import { empirical } from './empirical.ts'
import { gaussian } from './gaussian.ts'
import { mixture } from './mixture.ts'
import { rings } from './rings.ts'
import { curieWeiss } from './curie-weiss.ts'
import { twoModes } from './two-modes.ts'
import { spectrum } from './spectrum.ts'

export const SCORE_ROWS = [empirical, gaussian, mixture, rings, banana, spectrum, twoModes, curieWeiss] as const
