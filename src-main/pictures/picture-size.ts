/** Height and width of a picture file, as it is seen: turned where its EXIF says so. Nothing is unpacked. */
import { readWhole } from '#files/read-file.ts'
import { MAX_FILE_BYTES, openPicture, unreadable } from './open-picture.ts'

export async function pictureSize(path: string): Promise<{ height: number; width: number }> {
  const file = await readWhole(path, MAX_FILE_BYTES)
  try {
    const { height, width, orientation = 1 } = (await openPicture(file)).header
    return orientation >= 5 ? { height: width, width: height } : { height, width }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}
