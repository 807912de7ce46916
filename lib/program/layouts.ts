/** Which documents go into which file, as cdk8s has it. */
import { YamlOutputType } from 'cdk8s';
import { type OutputFile, type RenderedChart, type RenderedDocument } from './rendered';

/** What a layout needs to know beside the charts. */
export interface LayoutOptions {
  readonly type: YamlOutputType;
  readonly extension: string;

  /** Whether charts depend on each other: their files are numbered then, so that tools apply them in order. */
  readonly isNumbered: boolean;
}

/** The files of all charts, which are given in order. */
export function layOut(charts: readonly RenderedChart[], { type, extension, isNumbered }: LayoutOptions): OutputFile[] {
  const nameOf = (chart: RenderedChart, index: number) =>
    isNumbered ? `${String(index).padStart(4, '0')}-${chart.name}` : chart.name;
  switch (type) {
    case YamlOutputType.FILE_PER_APP: {
      if (charts.length === 0) return [];
      const documents = charts.flatMap((chart) => chart.documents);
      return [{ path: `app${extension}`, text: joined(documents), source: 'the program' }];
    }
    case YamlOutputType.FILE_PER_CHART:
      return charts.map((chart, index) => ({
        path: `${nameOf(chart, index)}${extension}`,
        text: joined(chart.documents),
        source: chart.path,
      }));
    case YamlOutputType.FILE_PER_RESOURCE:
      return charts.flatMap((chart) =>
        chart.documents
          .filter((document) => document.json !== undefined)
          .map((document) => ({
            path: `${fileNameOf(document)}${extension}`,
            text: document.text,
            source: document.path,
          })),
      );
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return charts.flatMap((chart, index) =>
        chart.documents.map((document) => ({
          path: `${nameOf(chart, index)}/${fileName(document.made?.kind, document.made?.name)}${extension}`,
          text: document.text,
          source: document.path,
        })),
      );
  }
}

/** The documents as one text. */
export function joined(documents: readonly RenderedDocument[]): string {
  return documents.map((document) => document.text).join('---\n');
}

function fileNameOf({ json }: RenderedDocument): string {
  const { kind, metadata } = (json ?? {}) as {
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown };
  };
  return fileName(kind, metadata?.name);
}

function fileName(kind: unknown, name: unknown): string {
  return `${String(kind)}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
