type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The members of a change that were said; undefined means "leave it as it is". */
export function given<T extends object>(change: T): Given<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Given<T>;
}
