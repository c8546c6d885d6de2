/** Imported before anything else: zod makes code from text for speed, which the page's policy forbids and reports. */
import { z } from 'zod'

z.config({ jitless: true })
