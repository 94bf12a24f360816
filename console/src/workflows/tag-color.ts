const colors = ['blue', 'teal', 'grape', 'orange', 'pink', 'cyan', 'lime', 'indigo'] as const;

/** The colour of a tag: the same for the same word, whatever its case. */
export function tagColor(name: string): (typeof colors)[number] {
  let sum = 0;
  for (const letter of name.toLowerCase()) sum = (sum * 31 + letter.codePointAt(0)!) % 9_973;
  return colors[sum % colors.length]!;
}
