/**
 * Why a reference is no measure of distance; null where it is. Of as many images as features, or fewer, a covariance is singular: the
 * distance of Gaussians is then finite and tells of the number of images.
 */
export const fewReferences = (images: number, features: number, name = 'The reference', of = ''): string | null =>
  images > features
    ? null
    : `${name} has ${images} images${of}, no more than the ${features} features, so its covariance is singular. Give more than ${features}.`
