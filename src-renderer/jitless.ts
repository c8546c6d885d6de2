/** Zod compiles schemas by `new Function`, which our policy forbids; told before the first schema is made, it interprets them. */
import { z } from 'zod'

z.config({ jitless: true })
