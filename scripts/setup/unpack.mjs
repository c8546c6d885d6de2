// Takes from wheels only what is needed: the libraries, and the headers their C interface includes.
import { DISK_FULL } from './disk.mjs'
import { lastLines, run } from './run.mjs'

// Python is there, since pip was needed, and reads members past 4 GiB and deflate without another program.
const PROGRAM = `
import json, os, shutil, sys, zipfile
job = json.load(sys.stdin)
total = 0
for wheel in job['wheels']:
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            for rule in job['rules']:
                name = member.filename
                inside = rule['from'].endswith('/') and name.startswith(rule['from']) and rule.get('containing', '') in name
                if name == rule['from'] or inside:
                    if rule['to'] is None:
                        break
                    target = os.path.normpath(os.path.join(job['folder'], rule['to'] + name[len(rule['from']):]))
                    if not target.startswith(os.path.join(job['folder'], '')):
                        sys.exit('a member of ' + wheel + ' points outside the folder: ' + member.filename)
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    with archive.open(member) as source, open(target, 'wb') as out:
                        shutil.copyfileobj(source, out, 1 << 22)
                    total += member.file_size
                    break
print(total)
`

/**
 * @param {string} python
 * @param {string[]} wheels
 * @param {string} folder
 * @param {{ from: string, to: string | null, containing?: string }[]} rules a member's name or a prefix ending in '/', and what to put in
 * its place (null: it is left out); the first that fits counts; of a prefix only members with `containing` in their name
 * @returns {Promise<number>} bytes written
 */
export async function unpack(python, wheels, folder, rules) {
  const { code, output } = await run(python, ['-c', PROGRAM], { input: JSON.stringify({ wheels, folder, rules }) })
  if (code === 0) return Number(output.trim().split('\n').at(-1))
  if (/No space left|Errno 28/.test(output)) throw new Error(DISK_FULL)
  throw new Error(`the wheel cannot be unpacked: ${lastLines(output)}`)
}
