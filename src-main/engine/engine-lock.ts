/** In a run's folder while an engine works there, so that no second one does: not even beside one whose parent has died. */
export const ENGINE_LOCK = '.engine.lock'
