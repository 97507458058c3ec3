// The oldest browsers the portal is made for: KERN's colours need color-mix() and oklch(), which these were the first
// to know. build.mjs writes scripts and style sheets in their language; tests/search/browse.mjs takes away from its
// browser what they do not have.
export const browsers = { chrome: '111', edge: '111', firefox: '113', safari: '16.2' };
