/** How the version table gets to a revision without running migrations; `ScriptDirectory._stamp_revs`. */
import { StampStep } from '../runtime/steps.js'
import { namesOf, type RevisionNames } from './revision.js'
import type { RevisionMap } from './revision-map.js'
import type { Script } from './script.js'

export function stampSteps(
  map: RevisionMap<Script>,
  revision: RevisionNames,
  heads: readonly string[],
): readonly StampStep[] {
  const names = namesOf(revision).length === 0 ? ['base'] : namesOf(revision)
  const present = map.getRevisions(heads)
  const affected = [
    ...new Set(names.flatMap((name) => map.inLineage(present, name, { dependencies: true }))),
  ]
  const wanted = map.getRevisions(names)
  if (wanted.length === 0) return affected.map(removal)
  return wanted
    .filter((each) => !affected.includes(each))
    .map((each) => stepTo(map, each, affected))
}

function removal({ revision }: Script): StampStep {
  return new StampStep({ from: [revision], to: [], isUpgrade: false, isBranchMove: true })
}

/** Down to what lies below the heads, up to what lies above, else a branch of its own. */
function stepTo(
  map: RevisionMap<Script>,
  { revision }: Script,
  heads: readonly Script[],
): StampStep {
  const from = heads.map((head) => head.revision)
  const [target] = map.getRevisions(revision)
  const isBelow = map.descendants(target ? [target] : []).some((each) => heads.includes(each))
  const isAbove = map.ancestors(target ? [target] : []).some((each) => heads.includes(each))
  if (!isBelow && !isAbove)
    return new StampStep({ from: [], to: [revision], isUpgrade: true, isBranchMove: true })
  return new StampStep({ from, to: [revision], isUpgrade: !isBelow, isBranchMove: false })
}
