/** The panels by the key that opens them; the kernel asks for pages. */
import { errorOutput } from '../kernel/error-output.js'
import type { PanelPage, PanelRequest } from '../protocol.js'
import { objects } from './objects.js'
import type { Panel, PanelContext } from './panel.js'
import { statements } from './statements.js'

const PANELS: Readonly<Record<PanelRequest['key'], Panel>> = { F2: statements, F3: objects }

/** A page; a mistake on the way, a plan the database refuses for instance, is one as well. */
export async function panelPage(request: PanelRequest, context: PanelContext): Promise<PanelPage> {
  try {
    return await PANELS[request.key](request, context)
  } catch (error) {
    return { title: 'that failed', ids: null, blocks: [errorOutput(error)] }
  }
}
