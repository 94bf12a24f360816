/**
 * Keys are ways with `/` between names (`run/retryFrom`): keys of triggers and actions hold dots (`document.signed`), so
 * a dot cannot part names. Namespaces are named by `ns`, never inside the key, so `:` means nothing either.
 */
export const keyRules = { keySeparator: '/', nsSeparator: false, contextSeparator: '~' } as const;
