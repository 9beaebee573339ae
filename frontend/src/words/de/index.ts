import type { Catalogue } from '../find'
import after from './after.json'
import ask from './ask.json'
import common from './common.json'
import claims from './engine-claims.json'
import cues from './engine-cues.json'
import health from './engine-health.json'
import planning from './engine-planning.json'
import prepare from './engine-prepare.json'
import screening from './engine-screening.json'
import session from './engine-session.json'
import sources from './engine-sources.json'
import techniques from './engine-techniques.json'
import learn from './learn.json'
import map from './map.json'
import plan from './plan.json'
import play from './play.json'

/** What the engine says first: where a page says the same words, they are the page's. */
const engine = { ...sources, ...techniques, ...cues, ...prepare, ...claims, ...health, ...screening, ...planning, ...session }

export default { ...engine, ...common, ...ask, ...map, ...plan, ...play, ...after, ...learn } as Catalogue
