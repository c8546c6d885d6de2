/** Text of others (names, paths, messages) as a terminal may show it: nothing in it moves the cursor, colours, or turns the writing round. */

/** Control characters but for tab and line feed, and the marks that reverse the direction of writing. */
// oxlint-disable-next-line no-control-regex
const ACTING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const escaped = (text: string): string => `\\u{${text.codePointAt(0)!.toString(16)}}`

export const printable = (text: string): string => text.replace(ACTING, escaped)

/** For a cell or a line: breaks of it are shown too. */
export const oneLine = (text: string): string => printable(text.replace(/[\t\n\u2028\u2029]/g, escaped))
