// The hour in Casablanca is the server's to say: Morocco has changed its clocks more often than browsers learn of it.
const offsetMs = 1000 * Number(document.body.dataset.offset ?? 0);
const local = (when: Date) => new Date(when.getTime() + offsetMs).toISOString();

export const clock = (when: Date) => local(when).slice(11, 16);
export const dayOf = (when: Date) => local(when).slice(0, 10);
