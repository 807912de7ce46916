/** Docstrings and types as Markdown. */
import { type TypePart } from './api-model';

/** Where a type is described, seen from the page that mentions it; undefined where it is nowhere. */
export type Linker = (type: string) => string | undefined;

/** A docstring: paragraphs and lists, `{@link X}` as links. */
export function prose(text: string, link: Linker): string {
  return paragraphs(text)
    .map((paragraph) => inline(paragraph, link))
    .join('\n\n');
}

/** The paragraphs of a docstring, lines joined but those of lists. */
export function paragraphs(text: string): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s*\n\s*(?!\s*(?:- |\d+\. ))/g, ' '))
    .filter((paragraph) => paragraph !== '');
}

/** One paragraph. */
export function inline(text: string, link: Linker): string {
  const linked = text.replace(/\{@link\s+([^}\s|]+)[^}]*\}/g, (_, target: string) => {
    const href = link(target.split('.')[0] ?? '');
    return href === undefined ? `\`${target}\`` : `[\`${target}\`](${href})`;
  });
  // Outside of code, angle brackets would be taken for HTML.
  return linked
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/</g, '\\<').replace(/\*/g, '\\*')))
    .join('');
}

/** A type. */
export function typeText(parts: readonly TypePart[], link: Linker): string {
  return parts
    .map((part) => {
      if ('text' in part) return part.text;
      if ('code' in part) return part.code.includes('`') ? `\`\` ${part.code} \`\`` : `\`${part.code}\``;
      const href = link(part.type);
      return href === undefined ? `\`${part.type}\`` : `[${part.type}](${href})`;
    })
    .join('');
}

/** A table; nothing where it has no rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replace(/\n+/g, ' ').replace(/\|/g, '\\|');
}

/** The sections that are not empty. */
export function sections(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
