/** Runes everywhere; types are stripped by the compiler itself. */
export default { compilerOptions: { runes: true } }
