/** Answers GET for the page's own files, and nothing else. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pagePath, type PageFiles } from './page-files.ts'
import { pageHeaders } from './page-headers.ts'
import { fileAllowed } from './request-allowed.ts'

const NOT_BUILT = 'The page has not been built yet. Run: npm run build'

export function answerFiles(files: PageFiles, port: () => number) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const answer = (status: number, text: string) => {
      response.writeHead(status, { ...pageHeaders("'self'"), 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
    }
    const verdict = fileAllowed({ host: request.headers.host, origin: request.headers.origin }, port())
    if (!verdict.allowed) return answer(verdict.status, verdict.reason)
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'Only GET')
    const file = files.get(pagePath(request.url ?? '/'))
    if (!file) return answer(files.size ? 404 : 503, files.size ? 'No such file' : NOT_BUILT)
    response.writeHead(200, {
      ...pageHeaders("'self'"),
      'Content-Type': file.type,
      'Content-Length': file.body.length,
    })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }
}
