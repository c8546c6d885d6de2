/** The Theory page's studies and the workers behind them; kept while other pages are shown. */
import type { Api } from '#contract/requests.ts'
import { FamiliesStudy } from './families/families-study.svelte.ts'
import { MagnetStudy } from './high/magnet-study.svelte.ts'
import { MixtureStudy } from './high/mixture-study.svelte.ts'
import { OracleStudy } from './oracle/oracle-study.svelte.ts'
import { AdvisorStudy } from './advisor/advisor-study.svelte.ts'
import { LeagueStudy } from './league/league-study.svelte.ts'
import { CanvasOracle } from './panel/canvas-oracle.svelte.ts'
import { SpectrumChoice } from './spectrum/spectrum-choice.svelte.ts'
import { CorruptionStudy } from './corruption/corruption-study.svelte.ts'
import { TextureStudy } from './texture/texture-study.svelte.ts'
import { TheoryWorker } from './worker/worker-door.ts'

export class TheoryState {
  /** Answers within a frame or two; curves of many such answers go to `slow`; what has its own stop button, to `long`. */
  readonly quick = new TheoryWorker()
  readonly slow = new TheoryWorker()
  readonly long = new TheoryWorker()
  /** Pictures that follow a drag. */
  readonly pictures = new TheoryWorker()

  readonly spectrum: SpectrumChoice
  readonly oracle: OracleStudy
  readonly mixture: MixtureStudy
  readonly magnet: MagnetStudy
  readonly families: FamiliesStudy
  readonly canvas: CanvasOracle
  readonly texture: TextureStudy
  readonly corruption: CorruptionStudy
  readonly advisor: AdvisorStudy
  readonly league: LeagueStudy

  constructor(api: Api) {
    const [quick, slow] = [this.quick.ask, this.slow.ask]
    this.spectrum = new SpectrumChoice(api)
    this.oracle = new OracleStudy(this.spectrum, { quick, slow })
    this.mixture = new MixtureStudy({ quick, slow })
    this.magnet = new MagnetStudy(this.long, this.mixture)
    this.families = new FamiliesStudy(this.long, this.spectrum)
    this.corruption = new CorruptionStudy(api, { quick, strip: this.pictures.ask })
    this.texture = new TextureStudy(api, { quick, slow })
    this.advisor = new AdvisorStudy(api)
    this.league = new LeagueStudy(api, this.spectrum, { quick, long: this.long })
    this.canvas = new CanvasOracle(this.spectrum, { quick, slow, long: this.long })
  }
}
