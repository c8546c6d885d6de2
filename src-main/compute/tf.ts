/** TensorFlow.js as its code is handed around: a type alone, so that nothing loads a backend by naming it. */
export type Tf = typeof import('@tensorflow/tfjs')
