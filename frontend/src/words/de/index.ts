import type { Catalogue } from '../find'
import after from './after.json'
import ask from './ask.json'
import common from './common.json'
import engine from './engine.json'
import learn from './learn.json'
import map from './map.json'
import plan from './plan.json'
import play from './play.json'

export default { ...engine, ...common, ...ask, ...map, ...plan, ...play, ...after, ...learn } as Catalogue
